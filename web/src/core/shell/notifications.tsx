import { classNames, EmptyState, IconButton, Popover } from '@flexoffice/ui'
import { Link } from '@tanstack/react-router'
import { Bell } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../i18n/languages.ts'
import { createStore, useStore } from '../store.ts'

/** Something that the person should find again after its toast has gone. */
export interface Notification {
  id: string
  title: string
  detail?: string
  /** Where it leads. */
  path?: string
  at: number
  read: boolean
}

const kept = 50
const notifications = createStore<readonly Notification[]>([])

/** Puts a notice behind the bell: long work that is done, a conflict, a failure. The newest fifty of this visit are kept. */
export function notify(notice: Pick<Notification, 'title' | 'detail' | 'path'>): void {
  const added = { ...notice, id: crypto.randomUUID(), at: Date.now(), read: false }
  notifications.set([added, ...notifications.get()].slice(0, kept))
}

/** The bell in the top bar. */
export function NotificationBell() {
  const { t, formatRelativeTime } = useMessages()
  const [open, setOpen] = useState(false)
  const list = useStore(notifications)
  const unread = list.filter((notice) => !notice.read).length
  const change = (next: boolean) => {
    if (!next) notifications.set(list.map((notice) => ({ ...notice, read: true })))
    setOpen(next)
  }
  return (
    <div className="relative">
      <Popover
        title={t('shell.notifications.title')}
        align="end"
        open={open}
        onOpenChange={change}
        trigger={<IconButton icon={Bell} label={t('shell.notifications.label', { count: unread })} />}
      >
        {list.length === 0 ? (
          <EmptyState icon={Bell} title={t('shell.notifications.emptyTitle')} className="w-72 py-6!">
            {t('shell.notifications.emptyDetail')}
          </EmptyState>
        ) : (
          <ul className="flex w-80 flex-col">
            {list.map((notice) => (
              <li key={notice.id} className={classNames('rounded-md p-2', !notice.read && 'bg-accent-soft')}>
                {notice.path ? (
                  <Link
                    to={notice.path}
                    className="font-medium hover:underline"
                    onClick={() => change(false)}
                  >
                    {notice.title}
                  </Link>
                ) : (
                  <p className="font-medium">{notice.title}</p>
                )}
                {notice.detail ? <p className="text-muted">{notice.detail}</p> : null}
                <p className="text-sm text-muted">{formatRelativeTime(notice.at)}</p>
              </li>
            ))}
          </ul>
        )}
      </Popover>
      {unread > 0 ? (
        <span
          aria-hidden
          className="pointer-events-none absolute top-1.5 right-1.5 size-2 rounded-full bg-danger ring-2 ring-surface"
        />
      ) : null}
    </div>
  )
}
