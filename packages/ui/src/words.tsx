import { createContext, type ReactNode, useContext, useMemo } from 'react'

/** Every word that a component says by itself; English unless the application gives its own. */
export interface UiWords {
  /** The language of the words; numbers are typed and written by it. */
  locale: string
  close: string
  cancel: string
  clear: string
  remove: string
  copy: string
  copied: string
  undo: string
  retry: string
  optional: string
  required: string
  search: string
  noMatches: string
  loading: string
  showPassword: string
  hidePassword: string
  increase: string
  decrease: string
  from: string
  to: string
  notifications: string
  errorSummary: (count: number) => string
  errorCode: string
  typeToConfirm: (name: string) => string
  openRow: string
  selectRow: string
  selectAll: string
  selected: (count: number) => string
  clearSelection: string
  sortAscending: string
  sortDescending: string
  clearSort: string
  hideColumn: string
  pinColumn: string
  unpinColumn: string
  moveLeft: string
  moveRight: string
  columnMenu: (title: string) => string
  resizeColumn: (title: string) => string
  resizePanels: string
  chooseFile: string
  dropFile: string
  step: (index: number, total: number) => string
}

const english: UiWords = {
  locale: 'en',
  close: 'Close',
  cancel: 'Cancel',
  clear: 'Clear',
  remove: 'Remove',
  copy: 'Copy',
  copied: 'Copied',
  undo: 'Undo',
  retry: 'Try again',
  optional: 'optional',
  required: 'required',
  search: 'Search',
  noMatches: 'Nothing matches',
  loading: 'Loading',
  showPassword: 'Show password',
  hidePassword: 'Hide password',
  increase: 'Increase',
  decrease: 'Decrease',
  from: 'From',
  to: 'To',
  notifications: 'Messages',
  errorSummary: (count) =>
    count === 1 ? 'One field needs your attention' : `${count} fields need your attention`,
  errorCode: 'Reference',
  typeToConfirm: (name) => `Type ${name} to confirm`,
  openRow: 'Open row',
  selectRow: 'Select row',
  selectAll: 'Select all rows',
  selected: (count) => `${count} selected`,
  clearSelection: 'Clear selection',
  sortAscending: 'Sort ascending',
  sortDescending: 'Sort descending',
  clearSort: 'Clear sort',
  hideColumn: 'Hide column',
  pinColumn: 'Pin to the left',
  unpinColumn: 'Unpin',
  moveLeft: 'Move left',
  moveRight: 'Move right',
  columnMenu: (title) => `Options of column ${title}`,
  resizeColumn: (title) => `Resize column ${title}`,
  resizePanels: 'Resize panels',
  chooseFile: 'Choose a file',
  dropFile: 'or drop it here',
  step: (index, total) => `Step ${index} of ${total}`,
}

const WordsContext = createContext<UiWords>(english)

/** Gives the components their words in the person's language; words left out stay English. */
export function UiWordsProvider({ words, children }: { words: Partial<UiWords>; children: ReactNode }) {
  const merged = useMemo(() => ({ ...english, ...words }), [words])
  return <WordsContext.Provider value={merged}>{children}</WordsContext.Provider>
}

/** The words of the nearest provider. */
export function useUiWords(): UiWords {
  return useContext(WordsContext)
}
