import type { EvaluationContext } from '@flexoffice/expression'
import { currentLanguage } from '../../../core/i18n/languages.ts'

/** When and where a page is read: its dates begin and end as on the reader's clock, in their language. */
export function readerContext(): EvaluationContext {
  return {
    now: new Date(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    locale: currentLanguage(),
  }
}
