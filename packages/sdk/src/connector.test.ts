import { inspect } from 'node:util'
import { AppError } from '@flexoffice/base'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Connector } from './connector.ts'
import {
  defineConnector,
  parseSettings,
  publicSettings,
  Secret,
  secret,
  secretSettings,
  sourceFailureOf,
  withSourceFailure,
} from './connector.ts'

const settingsSchema = z.strictObject({
  host: z.string().min(1, 'Give the host'),
  password: secret().optional(),
  token: secret(8),
})

const connector = defineConnector(declare('example'))

describe('secrets', () => {
  it('are never shown by JSON, templates or inspection', () => {
    const settings = parseSettings(connector, { host: 'db', password: 'hunter2', token: 'abc' })
    expect(JSON.stringify(settings)).not.toContain('hunter2')
    expect(`${settings.password} ${inspect(settings)}`).not.toContain('hunter2')
    expect(structuredCloneOrNothing(settings.token)).not.toContain('abc')
    expect(settings.password?.reveal()).toBe('hunter2')
  })

  it('are found in the schema, also when optional, and shown only as set or not', () => {
    expect(secretSettings(settingsSchema)).toEqual(['password', 'token'])
    expect(publicSettings(settingsSchema, { host: 'db', token: new Secret('x') })).toEqual({
      host: 'db',
      password: { isSet: false },
      token: { isSet: true },
    })
  })
})

describe('settings', () => {
  it('name the unknown key and the wrong field', () => {
    try {
      parseSettings(connector, { host: '', token: 'x', allowLoadLocal: true })
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(AppError)
      const paths = (error as AppError).detail.fields?.map((field) => field.path)
      expect(paths).toEqual(expect.arrayContaining(['/host', '/allowLoadLocal']))
    }
  })

  it('must be declared strict', () => {
    expect(() =>
      defineConnector({ ...declare('loose'), settingsSchema: z.object({ host: z.string() }) as never }),
    ).toThrow('refuse unknown keys')
    expect(() => defineConnector(declare('No Good'))).toThrow('small letters')
  })
})

describe('source failures', () => {
  it('stay out of what serialisers see', () => {
    const facts = { outcome: 'refused', retryable: false, state: '23505', schema: 's', table: 't' } as const
    const rest = { column: null, constraint: 'c', position: null }
    const error = withSourceFailure(
      new AppError('conflict', { public: 'x' }),
      { ...facts, ...rest },
      'Key (email)=(a@b)',
    )
    expect(JSON.stringify(sourceFailureOf(error))).not.toContain('a@b')
    expect(inspect(error)).not.toContain('a@b')
    expect(sourceFailureOf(error)?.databaseText).toContain('a@b')
    expect(sourceFailureOf(new Error('x'))).toBeNull()
  })
})

function declare(name: string): Connector<typeof settingsSchema> {
  const unused = () => {
    throw new Error('not called')
  }
  return {
    name,
    dialect: null,
    settingsSchema,
    capabilities: { write: false, transactions: false, stream: false, cancel: false, stableColumnIds: false },
    testConnection: unused,
    introspect: unused,
    open: unused,
  }
}

function structuredCloneOrNothing(value: unknown): string {
  try {
    return inspect(structuredClone(value))
  } catch {
    return ''
  }
}
