import { listCatalogue } from '@flexoffice/contract/catalogue'
import { listTables } from '@flexoffice/contract/data'
import type { OutputOf } from '@flexoffice/contract/operation'
import {
  chooseTables,
  listSources,
  listSourceTables,
  type Source,
  type SourceTable,
} from '@flexoffice/contract/sources'
import { Badge, Banner, Button, Checkbox, Dialog, SkeletonText, showToast } from '@flexoffice/ui'
import { useId, useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { useAct, useOperation } from '../../core/session/client.ts'
import { explainError } from '../../core/session/problems.ts'
import { RoleChoice } from '../access/api.ts'
import { LeaveTablesDialog } from './leave-tables-dialog.tsx'
import { TableChoice } from './table-choice.tsx'
import { compareTables, suggestTables } from './table-choices.ts'

/** Which tables of a connected source are taken: looks at it, then takes and leaves them at once. */
export function ChooseTablesDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  const { t } = useMessages()
  // The list stays as it was first seen, so that nothing moves under the pointer and the source is asked once.
  const [found, setFound] = useState<Found | null>(null)
  const input = { sourceId: source.id }
  const answer = useOperation(listSourceTables, input, { staleTime: 0, enabled: found === null })
  // An answer from before may still be kept; what is chosen now needs today's.
  if (found === null && answer.data && !answer.isFetching) setFound(answer.data)
  if (found) return <Choice source={source} found={found} onClose={onClose} />
  return (
    <Dialog open onOpenChange={onClose} size="lg" title={t('sources.choose.title', { name: source.name })}>
      {answer.error && !answer.isFetching ? (
        <Banner tone="danger" title={explainError(answer.error).title} />
      ) : (
        <SkeletonText lines={6} />
      )}
    </Dialog>
  )
}

type Found = OutputOf<typeof listSourceTables>

function Choice({ source, found, onClose }: { source: Source; found: Found; onClose: () => void }) {
  const { t } = useMessages()
  const formId = useId()
  const { takesLater } = found
  const tables = found.tables.toSorted((a, b) => Number(b.state === 'new') - Number(a.state === 'new'))
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => suggestTables(tables, takesLater))
  const [later, setLater] = useState(takesLater)
  const [readers, setReaders] = useState<string[]>([])
  const [leaving, setLeaving] = useState(false)
  const changes = compareTables(tables, chosen)
  const unchanged = changes.take.length + changes.leave.length === 0 && later === takesLater
  const save = useAct(chooseTables, {
    invalidates: [listSources, listCatalogue, listTables, listSourceTables],
    onDone: (changed) => {
      showToast({ tone: 'success', title: t('sources.choose.done', { count: changed.tables }) })
      onClose()
    },
  })
  const send = () =>
    save.mutateAsync({
      sourceId: source.id,
      take: changes.take,
      leave: changes.leave,
      takesLater: later,
      readers: changes.asking.length > 0 ? readers : [],
    })
  // An error is told in a toast; the choice stays.
  const submit = () => (changes.leaving.length > 0 ? setLeaving(true) : void send().catch(() => {}))
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title={t('sources.choose.title', { name: source.name })}
      description={t('sources.choose.description')}
      footer={
        <>
          <Button onClick={onClose}>{t('sources.choose.cancel')}</Button>
          <Button type="submit" form={formId} variant="primary" busy={save.isPending} disabled={unchanged}>
            {t('sources.choose.save')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {tables.length === 0 ? <Banner tone="warning" title={t('sources.connect.noTables')} /> : null}
        <TableChoice tables={tables} chosen={chosen} onChange={setChosen} badgeOf={stateBadge} />
        <Checkbox
          label={t('sources.choose.later')}
          help={t('sources.choose.laterHelp')}
          checked={later}
          onChange={setLater}
        />
        {changes.asking.length > 0 ? (
          <>
            <RoleChoice
              label={t('sources.choose.readers', { count: changes.asking.length })}
              help={t('sources.readers.help')}
              values={readers}
              onChange={setReaders}
            />
            {readers.length === 0 ? <Banner>{t('sources.readers.nobody')}</Banner> : null}
          </>
        ) : null}
        {changes.take.length > changes.asking.length ? <Banner>{t('sources.choose.back')}</Banner> : null}
      </form>
      {leaving ? (
        <LeaveTablesDialog
          source={source}
          tables={changes.leaving}
          onConfirm={send}
          onClose={() => setLeaving(false)}
        />
      ) : null}
    </Dialog>
  )
}

function stateBadge(table: SourceTable) {
  return table.state === 'taken' ? null : <StateBadge state={table.state} />
}

function StateBadge({ state }: { state: 'left' | 'new' }) {
  const { t } = useMessages()
  return <Badge tone={state === 'new' ? 'accent' : 'neutral'}>{t(`sources.choose.states.${state}`)}</Badge>
}
