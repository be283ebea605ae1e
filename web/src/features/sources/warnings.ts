import { hasMessage, translate } from '../../core/i18n/languages.ts'

/** A warning about a file or a column, in words; the code itself where there are none. Those about dates name their order. */
export function explainWarning({ code, params }: { code: string; params?: Record<string, unknown> }): string {
  const order = typeof params?.dateOrder === 'string' ? `_${params.dateOrder}` : ''
  const key = `sources.warnings.${code}${order}`
  return hasMessage(key) ? translate(key, params) : code
}

/** Why a row of the file could not be loaded, in words. */
export function explainFailure(code: string): string {
  const key = `sources.failures.${code}`
  return hasMessage(key) ? translate(key) : code
}
