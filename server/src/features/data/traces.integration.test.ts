import * as contract from '@flexoffice/contract/data'
import type { OperationContract } from '@flexoffice/contract/operation'
import { signIn } from '@flexoffice/contract/people'
import { createClient } from '@flexoffice/sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestPerson } from '../../core/testing/test-server.ts'
import type { ReceivedSpan, TraceCollector } from '../../core/testing/trace-collector.ts'
import { openTestTracing, startTraceCollector } from '../../core/testing/trace-collector.ts'
import type { Tracing } from '../../core/tracing/tracing.ts'
import type { DataServer, TestTable } from './testing/data-server.ts'
import { startDataServer } from './testing/data-server.ts'

const ddl = `
  create table customer (id int primary key, name text not null check (name <> 'forbidden-name'), phone text);
  insert into customer values (1, 'secret-name', '+55 secret-phone')`

const [server, client] = [2, 3]

describe.each(['managed', 'foreign'] as const)('traces of a %s table', (kind) => {
  let collector: TraceCollector
  let tracing: Tracing
  let here: DataServer
  let viewer: TestPerson
  let customer: TestTable
  const lines: Record<string, unknown>[] = []
  let count = 0

  beforeAll(async () => {
    collector = await startTraceCollector()
    tracing = await openTestTracing(collector.url)
    const logLines = { write: (line: string) => void lines.push(JSON.parse(line)) }
    here = await startDataServer(ddl, kind, { tracing, logLines })
    viewer = await here.server.createPerson({ roles: ['viewer'], name: 'Vera' })
    customer = await here.table('customer')
    await here.grant(customer, { otherColumns: { access: 'write' } })
  })
  afterAll(async () => {
    await here.stop()
    await tracing.stop()
    await collector.close()
  })

  /** Calls with a `traceparent` of its own, and answers the spans of that trace by name. */
  async function trace<Contract extends OperationContract>(
    operation: Contract,
    input: Parameters<TestPerson['client']['call']>[1],
    { person = here.admin, spans = 2 }: { person?: TestPerson | null; spans?: number } = {},
  ) {
    count += 1
    const traceId = String(count).padStart(32, 'a')
    const { call } = createClient({
      baseUrl: here.server.url,
      getToken: () => person?.token ?? null,
      fetch: (url, init) => {
        const headers = new Headers(init?.headers)
        headers.set('traceparent', `00-${traceId}-00f067aa0ba902b7-01`)
        headers.set('tracestate', 'vendor=somebody')
        headers.set('baggage', 'mail=ana@example.com')
        return fetch(url, { ...init, headers })
      },
    })
    const code = await call(operation, input as never).then(
      () => 'done',
      (error) => error.problem.code,
    )
    const found = await collector.find((span) => span.traceId === traceId, spans)
    const operationSpan = found.find((span) => span.name === operation.name)!
    const children = found.filter((span) => span.parentSpanId === operationSpan.spanId)
    return { code, traceId, found, operationSpan, children }
  }

  const listed = () => ({ tableId: customer.id, limit: 50 })
  const about = (span: ReceivedSpan) => span.attributes

  it('show a read with the caller as parent and its statement as child', async () => {
    const { code, operationSpan, children } = await trace(contract.listRecords, listed())
    expect(code).toBe('done')
    expect(operationSpan).toMatchObject({
      parentSpanId: '00f067aa0ba902b7',
      kind: server,
      status: 0,
      attributes: {
        'flexoffice.operation.kind': 'read',
        'flexoffice.tenant.id': here.admin.tenantId,
        'flexoffice.outcome': 'done',
      },
      resource: expect.objectContaining({ 'service.name': 'office-of-acme', 'deployment.site': 'north' }),
    })
    expect(children).toHaveLength(1)
    expect(children[0]).toMatchObject({ name: 'SELECT', kind: client, status: 0 })
    expect(about(children[0]!)).toEqual({
      'db.system.name': 'postgresql',
      'db.operation.name': 'SELECT',
      'flexoffice.source.id': here.sourceId,
      'flexoffice.table.id': customer.id,
    })
  })

  it('show a write and a write that the database refuses', async () => {
    const { columns } = customer
    const values = { [columns.id!]: 7, [columns.name!]: 'secret-name-7', [columns.phone!]: 'secret-phone-7' }
    const made = await trace(contract.createRecord, { tableId: customer.id, values })
    expect([made.code, made.children.map(({ name }) => name)]).toEqual(['done', ['INSERT']])
    const wrong = { ...values, [columns.id!]: 8, [columns.name!]: 'forbidden-name' }
    const refused = await trace(contract.createRecord, { tableId: customer.id, values: wrong })
    expect(refused.code).not.toBe('done')
    expect(about(refused.operationSpan)).toMatchObject({
      'flexoffice.outcome': 'failed',
      'error.type': refused.code,
    })
    expect(refused.operationSpan.status).toBe(0)
    const [statement] = refused.children
    expect(statement).toMatchObject({ status: 2, attributes: { 'db.response.status_code': '23514' } })
  })

  it('show several changes as statements of a transaction', async () => {
    const values = { [customer.columns.id!]: 20, [customer.columns.name!]: 'secret-name-20' }
    const input = { tableId: customer.id, changes: [{ kind: 'create', values }] }
    const { children, found } = await trace(contract.changeRecords, input, { spans: 3 })
    const transaction = children.find(({ name }) => name === 'TRANSACTION')!
    const inside = found.filter(({ parentSpanId }) => parentSpanId === transaction.spanId)
    expect(inside.map(({ name }) => name)).toContain('INSERT')
  })

  it('show who was refused, and what was not found, by code', async () => {
    const missing = await trace(contract.getRecord, { tableId: customer.id, key: '999' })
    expect(about(missing.operationSpan)).toMatchObject({ 'error.type': 'not_found' })
    const values = { [customer.columns.id!]: 9, [customer.columns.name!]: 'secret-name-9' }
    const input = { tableId: customer.id, values }
    const denied = await trace(contract.createRecord, input, { person: viewer, spans: 1 })
    expect(about(denied.operationSpan)).toMatchObject({
      'flexoffice.outcome': 'denied',
      'error.type': 'forbidden',
    })
    const nobody = await trace(contract.listRecords, listed(), { person: null, spans: 1 })
    expect(about(nobody.operationSpan)).toEqual({
      'flexoffice.operation.kind': 'read',
      'flexoffice.outcome': 'failed',
      'error.type': 'not_signed_in',
    })
  })

  it('name the workspace that a sign-in enters', async () => {
    const input = { email: viewer.email, password: 'Secret-123' }
    const { operationSpan } = await trace(signIn, input, { person: null, spans: 1 })
    expect(about(operationSpan)).toMatchObject({ 'flexoffice.tenant.id': viewer.tenantId })
  })

  it('stand in the lines of the log, also of a refusal; the reference stays what it was', async () => {
    lines.length = 0
    const { traceId, operationSpan } = await trace(contract.getRecord, {
      tableId: customer.id,
      key: '998',
    })
    const told = lines.find((line) => line.msg === 'request refused')
    expect(told).toMatchObject({ trace_id: traceId, span_id: operationSpan.spanId, code: 'not_found' })
    expect(told!.reference).not.toBe(traceId)
    lines.length = 0
    const wrong = { email: viewer.email, password: 'Wrong-123' }
    const failed = await trace(signIn, wrong, { person: null, spans: 1 })
    const words = ['a sign-in failed', 'request refused']
    const found = lines.filter((line) => words.includes(line.msg as string))
    expect(found.map((line) => line.trace_id)).toEqual([failed.traceId, failed.traceId])
  })

  it('begin a trace of their own where the header is absent or unreadable', async () => {
    const unreadable = ['00-zz-00f067aa0ba902b7-01', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`]
    for (const [index, traceparent] of [null, ...unreadable].entries()) {
      const headers = { authorization: `Bearer ${here.admin.token}`, ...(traceparent ? { traceparent } : {}) }
      await fetch(`${here.server.url}/api/tables/${customer.id}/records`, { headers })
      const isOwn = (span: ReceivedSpan) => span.name === contract.listRecords.name && !span.parentSpanId
      const own = await collector.find(isOwn, index + 1)
      expect(own.at(-1)!.traceId).toMatch(/^(?!0+$)[0-9a-f]{32}$/)
    }
  })

  it('tell of the relay, and hold no value, name, address, token or text of a statement', async () => {
    await here.server.auditOf(here.admin.tenantId)
    const [round] = await collector.find((span) => span.name === 'relay round')
    expect(round).toMatchObject({
      parentSpanId: '',
      attributes: { 'flexoffice.relay.entries': expect.any(Number) },
    })
    const sent = collector.text()
    const secrets = [
      'secret-',
      'Secret-123',
      'Vera',
      '@example.com',
      here.admin.token,
      'customer',
      'vendor=',
      'baggage',
    ]
    for (const secret of secrets) expect(sent).not.toContain(secret)
    for (const span of collector.spans()) expect(span.name).toMatch(/^([a-z/ -]+|[A-Z]+)$/)
    expect(collector.requests[0]!.headers['x-collector-key']).toBe('key-of-acme')
  })
})
