import { invalidField } from '@flexoffice/base'
import type { PostgresSettings } from '@flexoffice/connectors'
import {
  needsPasswordAgain,
  parseConnectionUrl,
  postgresConnector,
  postgresSettings,
} from '@flexoffice/connectors'
import { parseSettings, publicSettings, Secret, secretSettings } from '@flexoffice/sdk/connector'
import type { Keys } from '../../core/keys.ts'
import type { SourceRow } from './source-store.ts'

/** Reads the settings of a new source: the fields, or a pasted address under `url` with fields beside it. */
export function readSettings(given: Record<string, unknown>): PostgresSettings {
  const { url, ...fields } = given
  const pasted = typeof url === 'string' && url.trim() !== '' ? parseConnectionUrl(url) : {}
  return parseSettings(postgresConnector, { ...pasted, ...withoutBlanks(fields) })
}

/**
 * Reads changed settings over the stored ones. A secret that is left out stays, unless it would now travel elsewhere or
 * speak for somebody else: then it must be given again.
 */
export function changeSettings(before: PostgresSettings, given: Record<string, unknown>): PostgresSettings {
  const { url, ...fields } = given
  const pasted = typeof url === 'string' && url.trim() !== '' ? parseConnectionUrl(url) : {}
  const named = withoutBlanks({ ...pasted, ...fields })
  const removed = Object.keys(fields).filter((name) => fields[name] === null)
  const kept = Object.fromEntries(Object.entries(before).filter(([name]) => !removed.includes(name)))
  const after = parseSettings(postgresConnector, { ...kept, ...named })
  const givenAgain = secretSettings(postgresSettings).some((name) => named[name] !== undefined)
  const elsewhere = needsPasswordAgain(before, after) || before.user !== after.user
  if (before.password && elsewhere && !givenAgain) {
    throw invalidField(
      '/settings/password',
      'Give the password again: the stored one is only for the host, port, user and encryption it was given for.',
      'source_password_needed',
    )
  }
  return after
}

/** The settings as they are kept: the open ones, and the secrets sealed for this source alone. */
export function sealSettings(
  keys: Keys,
  sourceId: string,
  settings: PostgresSettings,
): { settings: Record<string, unknown>; secrets: string | null } {
  const names = new Set(secretSettings(postgresSettings))
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined)
  const secrets = entries
    .filter(([name]) => names.has(name))
    .map(([name, value]) => [name, (value as Secret).reveal()])
  return {
    settings: Object.fromEntries(entries.filter(([name]) => !names.has(name))),
    secrets:
      secrets.length === 0
        ? null
        : keys.encrypt(JSON.stringify(Object.fromEntries(secrets)), sealContext(sourceId)),
  }
}

/** The stored settings of a connected source, ready to sign in with. */
export function openSettings(keys: Keys, row: SourceRow): PostgresSettings {
  const secrets = row.secrets === null ? {} : JSON.parse(keys.decrypt(row.secrets, sealContext(row.id)))
  return parseSettings(postgresConnector, { ...row.settings, ...secrets })
}

/** The settings as those may see them who see the source. */
export function shownSettings(row: SourceRow): Record<string, unknown> {
  if (row.kind === 'managed') return {}
  const secrets = row.secrets === null ? {} : { password: new Secret('') }
  return publicSettings(postgresSettings, { ...row.settings, ...secrets })
}

/** Empty fields of a form say nothing, and neither does the `{ isSet }` that stands for a secret in answers. */
function withoutBlanks(fields: Record<string, unknown>): Record<string, unknown> {
  const isMark = (value: unknown) => typeof value === 'object' && value !== null && 'isSet' in value
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== null && value !== undefined && value !== '' && !isMark(value),
    ),
  )
}

function sealContext(sourceId: string): string {
  return `source:${sourceId}`
}
