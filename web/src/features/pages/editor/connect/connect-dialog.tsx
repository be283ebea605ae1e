import { Button, Combobox, Dialog, EmptyState, SkeletonText } from '@flexoffice/ui'
import { Table2 } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { useStore } from '../../../../core/store.ts'
import { widgetRegistry } from '../../widgets/widget-renderers.ts'
import { useCatalogue, useShownTable } from '../catalogue.tsx'
import { focusFrame, insertWidget } from '../commands.ts'
import { type PendingWidget, useEditor, usePage } from '../editor.ts'
import { applyRecipe, queriesOver } from './apply-recipe.ts'
import type { Answer, QuestionsProps } from './question-parts.ts'
import { ChartQuestions, FilterQuestions, FormQuestions, KpiQuestions, TableQuestions } from './questions.tsx'

const questions: Readonly<Record<string, (props: QuestionsProps) => React.ReactNode>> = {
  table: TableQuestions,
  chart: ChartQuestions,
  kpi: KpiQuestions,
  filter: FilterQuestions,
  form: FormQuestions,
}

/** Asks which data a widget shows, then makes its query and settings; nobody has to know what a query is. */
export function ConnectDialog() {
  const editor = useEditor()
  const pending = useStore(editor.pending)
  if (!pending) return null
  return <Questionnaire key={`${pending.type} ${pending.widgetId ?? ''}`} pending={pending} />
}

function Questionnaire({ pending }: { pending: PendingWidget }) {
  const { t } = useMessages()
  const editor = useEditor()
  const [tableId, setTableId] = useState<string | null>(useLikelyTable())
  const [answer, setAnswer] = useState<Answer | null>(null)
  const shown = useShownTable(tableId)
  const Questions = questions[pending.type]
  const widget = t(widgetRegistry.get(pending.type)?.label ?? pending.type)

  const close = () => editor.pending.set(null)
  function finish(): void {
    if (!answer) return
    const id = applyRecipe(editor, pending, answer.recipe, answer.connection)
    close()
    focusFrame(id)
  }
  function skip(): void {
    insertWidget(editor, pending.type, pending.place)
    close()
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={t('pageEditor.connect.title', { widget })}
      description={t(`pageEditor.connect.${pending.type}`)}
      footer={
        <>
          {pending.widgetId === undefined ? (
            <Button variant="ghost" className="mr-auto" onClick={skip}>
              {t('pageEditor.connect.skip')}
            </Button>
          ) : null}
          <Button onClick={close}>{t('pages.cancel')}</Button>
          <Button variant="primary" disabled={!answer} onClick={finish}>
            {t(pending.widgetId === undefined ? 'pageEditor.connect.add' : 'pageEditor.connect.connect')}
          </Button>
        </>
      }
    >
      <TableChoice value={tableId} onChange={setTableId} />
      {shown && Questions ? (
        <div className="mt-4 flex flex-col gap-4">
          <Questions key={shown.table.id} shown={shown} onAnswer={setAnswer} />
        </div>
      ) : tableId !== null ? (
        <div className="mt-4">
          <SkeletonText lines={3} />
        </div>
      ) : null}
    </Dialog>
  )
}

function TableChoice({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const { t } = useMessages()
  const { tables, loading } = useCatalogue()
  if (!loading && tables.length === 0)
    return (
      <EmptyState icon={Table2} title={t('pageEditor.connect.noTables')} className="py-6">
        {t('pageEditor.connect.noTablesHelp')}
      </EmptyState>
    )
  return (
    <Combobox
      label={t('pageEditor.connect.which')}
      placeholder={t('pageEditor.connect.choose')}
      loading={loading}
      value={value}
      onChange={onChange}
      options={tables.map(({ id, label, sourceName }) => ({ value: id, label, description: sourceName }))}
    />
  )
}

/** The table that the page already speaks of most, or the only one there is. */
function useLikelyTable(): string | null {
  const page = usePage()
  const { tables } = useCatalogue()
  if (tables.length === 1) return tables[0]!.id
  const counts = tables.map(({ id }) => ({ id, count: queriesOver(page, id).length }))
  const best = counts.sort((first, second) => second.count - first.count)[0]
  return best && best.count > 0 ? best.id : null
}
