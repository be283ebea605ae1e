import { expect, test } from 'vitest'
import { exampleOf, fieldsOf, readApi, typeOf } from './read-api.ts'

const text = { type: 'string' }

test('reads path, query and body as one input', () => {
  const schema = { type: 'object', properties: { name: text }, required: ['name'] }
  const [operation] = readApi({
    paths: {
      '/api/tables/{tableId}': {
        put: {
          operationId: 'data.change-table',
          tags: ['data'],
          summary: 'Changes.',
          parameters: [
            { name: 'tableId', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
          ],
          requestBody: { content: { 'application/json': { schema } } },
          responses: { 200: { content: { 'application/json': { schema } } }, default: {} },
        },
      },
    },
  })
  expect(operation).toMatchObject({
    name: 'data/change-table',
    method: 'PUT',
    inPath: ['tableId'],
    isPublic: false,
  })
  expect(operation?.input.required).toEqual(['tableId', 'name'])
  expect(exampleOf(operation?.input ?? {})).toEqual({
    tableId: '00000000-0000-7000-8000-000000000000',
    name: '',
  })
})

test('says of what kind an answer is that is not JSON', () => {
  const responses = { 200: { content: { 'text/csv': { schema: text } } }, default: {} }
  const get = { operationId: 'audit.export-audit', tags: ['audit'], summary: 'Exports.', responses }
  const [operation] = readApi({ paths: { '/api/audit/export-audit': { get } } })
  expect(typeOf(operation?.output ?? {})).toBe('string (text/csv)')
})

test('says types in a few words and finds the fields behind lists and choices', () => {
  const first = { type: 'object', properties: { status: { const: 'done' }, id: text } }
  const second = { type: 'object', properties: { status: { const: 'choose' } } }
  expect(typeOf({ anyOf: [text, { type: 'null' }] })).toBe('string | null')
  expect(typeOf({ type: 'array', items: { enum: ['a', 'b'] } })).toBe('"a" | "b"[]')
  expect(fieldsOf({ oneOf: [first, second] }).map(({ title }) => title)).toEqual([
    'status = "done"',
    'status = "choose"',
  ])
  expect(fieldsOf({ type: 'array', items: first })).toHaveLength(1)
})
