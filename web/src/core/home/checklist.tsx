import { Card, classNames, IconButton, Progress, Skeleton } from '@flexoffice/ui'
import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Check, ChevronRight, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useContributions } from '../features-context.tsx'
import { useMessages } from '../i18n/languages.ts'
import type { ChecklistItem } from '../registry.ts'
import { client } from '../session/client.ts'
import { useSession } from '../session/session.ts'
import { inOrder } from './checklist-order.ts'

/** The first steps in a new workspace, ticked by what is really there; gone when all is done or the person puts it away. */
export function Checklist() {
  const { t } = useMessages()
  const session = useSession()
  const contributed = useContributions('checklist')
  const items = useMemo(() => inOrder(contributed), [contributed])
  const storageKey = `checklist:${session.workspace.id}:${session.person.id}`
  const [hidden, setHidden] = useState(() => localStorage.getItem(storageKey) === 'hidden')
  const answers = useQueries({
    queries: items.map((item) => ({
      queryKey: ['checklist', item.id],
      queryFn: async () => item.isDone({ session, call: client.call }),
      staleTime: 0,
      enabled: !hidden,
    })),
  })
  const done = answers.filter((answer) => answer.data === true).length
  const loading = answers.some((answer) => answer.isPending)
  if (hidden || items.length === 0 || (!loading && done === items.length)) return null
  const hide = () => {
    localStorage.setItem(storageKey, 'hidden')
    setHidden(true)
  }
  const next = items.find((_, index) => answers[index]?.data !== true)
  return (
    <Card
      flush
      title={t('home.checklist.title')}
      description={t('home.checklist.description')}
      actions={<IconButton size="sm" icon={X} label={t('home.checklist.hide')} onClick={hide} />}
    >
      <div className="px-4 py-3">
        <Progress
          label={t('home.checklist.progress')}
          value={loading ? null : (done / items.length) * 100}
          detail={t('home.checklist.done', { done, total: items.length })}
        />
      </div>
      <ol>
        {items.map((item, index) => (
          <ChecklistLine key={item.id} item={item} isNext={item === next} done={answers[index]?.data} />
        ))}
      </ol>
    </Card>
  )
}

function ChecklistLine({
  item,
  done,
  isNext,
}: {
  item: ChecklistItem
  done: boolean | undefined
  isNext: boolean
}) {
  const { t } = useMessages()
  return (
    <li className="border-t border-line">
      <Link to={item.path} className="flex items-center gap-3 px-4 py-2.5 hover:bg-hover">
        {done === undefined ? (
          <Skeleton className="size-5 rounded-full" />
        ) : (
          <span
            role="img"
            aria-label={t(done ? 'home.checklist.stepDone' : 'home.checklist.stepOpen')}
            className={classNames(
              'grid size-5 shrink-0 place-items-center rounded-full',
              done ? 'bg-success text-on-solid' : isNext ? 'ring-2 ring-accent' : 'ring-1 ring-field',
            )}
          >
            {done ? <Check size={12} strokeWidth={3} aria-hidden /> : null}
          </span>
        )}
        <span className="min-w-0 flex-1">
          <span className={classNames('block', done ? 'text-muted' : 'font-medium')}>{t(item.titleKey)}</span>
          {done ? null : <span className="block text-muted">{t(item.descriptionKey)}</span>}
        </span>
        {done ? null : <ChevronRight size={16} className="shrink-0 text-faint" aria-hidden />}
      </Link>
    </li>
  )
}
