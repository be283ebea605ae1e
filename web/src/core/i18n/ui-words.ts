import type { UiWords } from '@flexoffice/ui'
import { currentLanguage, translate } from './languages.ts'

const plain = [
  'close',
  'cancel',
  'clear',
  'remove',
  'copy',
  'copied',
  'undo',
  'retry',
  'optional',
  'required',
  'search',
  'noMatches',
  'loading',
  'showPassword',
  'hidePassword',
  'increase',
  'decrease',
  'from',
  'to',
  'notifications',
  'errorCode',
  'openRow',
  'selectRow',
  'selectAll',
  'clearSelection',
  'sortAscending',
  'sortDescending',
  'clearSort',
  'hideColumn',
  'pinColumn',
  'unpinColumn',
  'moveLeft',
  'moveRight',
  'resizePanels',
  'chooseFile',
  'dropFile',
] as const

/** The words of the components in the language shown now. */
export function translatedUiWords(): UiWords {
  const words = Object.fromEntries(plain.map((key) => [key, translate(`ui.${key}`)])) as Record<
    (typeof plain)[number],
    string
  >
  return {
    ...words,
    locale: currentLanguage(),
    errorSummary: (count) => translate('ui.errorSummary', { count }),
    typeToConfirm: (name) => translate('ui.typeToConfirm', { name }),
    selected: (count) => translate('ui.selected', { count }),
    columnMenu: (title) => translate('ui.columnMenu', { title }),
    resizeColumn: (title) => translate('ui.resizeColumn', { title }),
    step: (index, total) => translate('ui.step', { index, total }),
  }
}
