import { IconButton, Tabs } from '@flexoffice/ui'
import { ChevronDown, CircleAlert, Database, ScanSearch } from 'lucide-react'
import { memo } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { useStore } from '../../../../core/store.ts'
import { type DrawerTab, useEditor, usePagePart } from '../editor.ts'
import { QueriesPanel } from '../queries/queries-panel.tsx'
import { useProblems } from '../scope.tsx'
import { ProblemList } from './problem-list.tsx'
import { StateInspector } from './state-inspector.tsx'

/** Queries, values and problems, under the page; folded to its tabs until one is wanted. */
export const BottomDrawer = memo(function BottomDrawer() {
  const { t } = useMessages()
  const editor = useEditor()
  const tab = useStore(editor.drawer)
  const queries = usePagePart((page) => Object.keys(page.queries).length)
  const problems = useProblems()
  const contents: Record<DrawerTab, React.ReactNode> = {
    queries: <QueriesPanel />,
    state: <StateInspector />,
    problems: <ProblemList />,
  }
  const names = [
    { value: 'queries' as const, icon: Database, count: queries },
    { value: 'state' as const, icon: ScanSearch },
    { value: 'problems' as const, icon: CircleAlert, count: problems.length },
  ]
  if (tab === null)
    return (
      <div className="flex h-9 shrink-0 items-center gap-1 border-t border-line bg-surface px-2">
        {names.map(({ value, icon: Icon, count }) => (
          <button
            key={value}
            type="button"
            aria-expanded={false}
            onClick={() => editor.drawer.set(value)}
            className="flex h-7 items-center gap-1.5 rounded-md px-2 font-medium text-muted hover:bg-hover hover:text-ink"
          >
            <Icon size={16} strokeWidth={1.75} aria-hidden />
            {t(`pageEditor.drawer.${value}`)}
            {count === undefined ? null : (
              <Count count={count} alarming={value === 'problems' && count > 0} />
            )}
          </button>
        ))}
      </div>
    )
  return (
    <section
      aria-label={t('pageEditor.drawer.title')}
      className="flex h-[min(44vh,26rem)] shrink-0 flex-col border-t border-line bg-surface"
    >
      <Tabs
        label={t('pageEditor.drawer.title')}
        className="min-h-0 flex-1 px-2"
        panelClassName="min-h-0 flex-1 overflow-auto"
        value={tab}
        onChange={editor.drawer.set}
        tabs={names.map(({ value, icon, count }) => ({
          value,
          icon,
          count,
          label: t(`pageEditor.drawer.${value}`),
          content: contents[value],
        }))}
        trailing={
          <IconButton
            size="sm"
            icon={ChevronDown}
            label={t('pageEditor.drawer.close')}
            onClick={() => editor.drawer.set(null)}
          />
        }
      />
    </section>
  )
})

function Count({ count, alarming }: { count: number; alarming: boolean }) {
  return (
    <span
      className={
        alarming
          ? 'rounded-full bg-danger-soft px-1.5 text-xs text-danger-ink'
          : 'rounded-full bg-pressed px-1.5 text-xs text-muted'
      }
    >
      {count}
    </span>
  )
}
