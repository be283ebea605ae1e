import type { QueryResult } from '@flexoffice/sdk/widget'
import { hasMessage, translate } from '../../../../core/i18n/languages.ts'

/** Why a query gave no answer, in the person's language, with the code to quote. */
export function explainQueryError(error: QueryResult['error']): {
  title: string
  children?: string
  reference?: string
} {
  const code = error?.code ?? 'internal'
  const key = `errors.${code}`
  const detail = hasMessage(key) ? translate(key, error?.params as Record<string, string>) : error?.message
  const reference = error?.params?.reference
  return {
    title: translate('widgetView.failed'),
    children: detail,
    reference: typeof reference === 'string' ? reference : code,
  }
}
