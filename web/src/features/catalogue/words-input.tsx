import { classNames } from '@flexoffice/ui'
import { type KeyboardEvent, useId } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { longest, type WordsField } from './structure-draft.ts'
import type { StructureDraft } from './use-structure-draft.ts'

/** Looks like text until somebody points at it: there are hundreds of these on a screen. */
const looks =
  'block w-full min-w-0 rounded-md border bg-transparent px-2 py-1 text-base text-ink outline-none transition-colors duration-75 ' +
  'placeholder:text-faint [@media(hover:hover)]:not-focus:not-group-hover:placeholder:text-transparent hover:border-line-strong focus:border-accent focus:bg-surface focus:ring-2 focus:ring-accent/25'

/** One editable text in a row of a table. Enter and the arrows go to the same text of the next row, Escape takes the change back. */
export function WordsInput({
  id,
  field,
  label,
  draft,
}: {
  id: string
  field: WordsField
  label: string
  draft: StructureDraft
}) {
  const { t } = useMessages()
  const problemId = useId()
  const { value, changed, lacksLabel } = draft.read(id, field)
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = stepOf(event, field)
    if (step !== 0) {
      event.preventDefault()
      focusRow(event.currentTarget, field, step)
    }
    if (event.key === 'Escape' && changed) draft.restore(id, field)
  }
  const shared = {
    value,
    maxLength: longest[field],
    'aria-label': label,
    'aria-invalid': lacksLabel || undefined,
    'aria-describedby': lacksLabel ? problemId : undefined,
    'data-words': field,
    autoComplete: 'off',
    spellCheck: field === 'description',
    onKeyDown,
    onChange: (event: { target: { value: string } }) => draft.write(id, field, event.target.value),
    className: classNames(
      looks,
      field === 'description' && 'field-sizing-content resize-none',
      lacksLabel ? 'border-danger! focus:ring-danger/25!' : changed ? 'border-accent' : 'border-transparent',
    ),
  }
  if (field === 'description')
    return <textarea rows={1} placeholder={t('catalogue.columns.descriptionHint')} {...shared} />
  return (
    <>
      <input {...shared} />
      {lacksLabel ? (
        <p id={problemId} className="px-2 pt-0.5 text-sm text-danger-ink">
          {t('catalogue.labelMissing')}
        </p>
      ) : null}
    </>
  )
}

function stepOf(event: KeyboardEvent<HTMLElement>, field: WordsField): -1 | 0 | 1 {
  if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey) return 0
  if (event.key === 'Enter') return event.shiftKey ? 0 : 1
  // In a description of several lines the arrows move in it.
  if (field === 'description') return 0
  return event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
}

function focusRow(element: HTMLElement, field: WordsField, step: -1 | 1): void {
  const all = [...(element.closest('table')?.querySelectorAll<HTMLElement>(`[data-words="${field}"]`) ?? [])]
  all[all.indexOf(element) + step]?.focus()
}
