import { ApiError } from '@flexoffice/sdk/client'
import type { FormProblem } from '@flexoffice/ui'
import { hasMessage, translate } from '../../core/i18n/languages.ts'
import { explainError } from '../../core/session/problems.ts'
import type { ConnectionValues } from './connection-url.ts'

/** Why a connection failed, at the field that mends it: the server names `/settings/host`, the form `host`. */
export function readConnectionProblems(failure: unknown): FormProblem[] {
  if (!(failure instanceof ApiError) || !failure.problem.fields?.length)
    return [{ message: explainError(failure).title }]
  return failure.problem.fields.map(({ path, code, message }) => ({
    field: path.split('/').at(-1),
    message: code && hasMessage(`errors.${code}`) ? translate(`errors.${code}`) : message,
  }))
}

/** What can be told before the server is asked. */
export function checkConnection(
  values: ConnectionValues,
): Partial<Record<keyof ConnectionValues, string | undefined>> {
  const need = (text: string, field: string) =>
    text.trim() === '' ? translate(`sources.problems.${field}`) : undefined
  const port = Number(values.port)
  return {
    host: need(values.host, 'host'),
    port:
      Number.isInteger(port) && port > 0 && port < 65_536 ? undefined : translate('sources.problems.port'),
    database: need(values.database, 'database'),
    user: need(values.user, 'user'),
    tlsAuthority:
      values.tlsAuthority.trim() === '' || values.tlsAuthority.includes('-----BEGIN CERTIFICATE-----')
        ? undefined
        : translate('sources.problems.tlsAuthority'),
  }
}
