import type { TableStructure } from '@flexoffice/contract/catalogue'
import { Banner, Button } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import { storedWords } from './structure-draft.ts'
import type { StructureDraft } from './use-structure-draft.ts'

/** Unsaved changes with their two ends; above it what somebody else changed at the same time. */
export function SaveBar({ structure, draft }: { structure: TableStructure; draft: StructureDraft }) {
  const { t } = useMessages()
  if (draft.changes === 0) return null
  const save = async () => {
    if (!(await draft.save())) document.querySelector<HTMLElement>('main [aria-invalid="true"]')?.focus()
  }
  return (
    <div className="sticky bottom-4 z-20 flex max-w-full flex-col gap-2 self-center rounded-md bg-raised p-2 shadow-float">
      {draft.conflicts.length > 0 ? <Conflicts structure={structure} draft={draft} /> : null}
      <div className="flex flex-wrap items-center justify-end gap-2 pl-2">
        <span role="status" className="mr-auto pr-2 font-medium">
          {t('catalogue.unsaved', { count: draft.changes })}
        </span>
        <Button onClick={draft.discard}>{t('catalogue.discard')}</Button>
        <Button
          variant="primary"
          busy={draft.saving}
          disabled={draft.conflicts.length > 0}
          onClick={() => void save()}
        >
          {t('catalogue.save')}
        </Button>
      </div>
    </div>
  )
}

function Conflicts({ structure, draft }: { structure: TableStructure; draft: StructureDraft }) {
  const { t } = useMessages()
  const nameOf = (id: string) =>
    id === structure.table.id
      ? structure.table.name
      : (structure.columns.find((column) => column.id === id)?.name ?? '')
  return (
    <Banner tone="warning" live title={t('catalogue.conflict.title')}>
      <ul className="max-h-32 overflow-y-auto">
        {draft.conflicts.map(({ id, field, value }) => (
          <li key={`${id} ${field}`}>
            {t('catalogue.conflict.line', {
              name: nameOf(id),
              mine: value.trim() || '—',
              theirs: storedWords(structure, id, field) || '—',
            })}
          </li>
        ))}
      </ul>
      <div className="flex gap-2 pt-2">
        <Button size="sm" onClick={() => draft.settle(false)}>
          {t('catalogue.conflict.takeTheirs')}
        </Button>
        <Button size="sm" onClick={() => draft.settle(true)}>
          {t('catalogue.conflict.keepMine')}
        </Button>
      </div>
    </Banner>
  )
}
