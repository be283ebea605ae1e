import { Button, classNames, EmptyState, IconButton, Popover } from '@flexoffice/ui'
import { Link } from '@tanstack/react-router'
import { Bell } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../i18n/languages.ts'
import { useStore } from '../store.ts'
import {
  clearNotifications,
  markNotificationsRead,
  type Notification,
  noticeWords,
  notificationStore,
} from './notices.ts'

/** The bell in the top bar. */
export function NotificationBell() {
  const { t } = useMessages()
  const [open, setOpen] = useState(false)
  const list = useStore(notificationStore)
  const unread = list.filter((notice) => !notice.read).length
  const label = t('shell.notifications.label', { count: unread })
  const change = (next: boolean) => {
    if (!next) markNotificationsRead()
    setOpen(next)
  }
  return (
    <div className="relative">
      <Popover
        title={t('shell.notifications.title')}
        align="end"
        open={open}
        onOpenChange={change}
        trigger={<IconButton icon={Bell} label={label} />}
      >
        {list.length === 0 ? (
          <EmptyState icon={Bell} title={t('shell.notifications.emptyTitle')} className="w-72 py-6!">
            {t('shell.notifications.emptyDetail')}
          </EmptyState>
        ) : (
          <div className="flex w-80 flex-col gap-2">
            <ul aria-label={t('shell.notifications.title')} className="flex flex-col">
              {list.map((notice) => (
                <NoticeLine key={notice.id} notice={notice} onFollow={() => change(false)} />
              ))}
            </ul>
            <Button size="sm" variant="ghost" className="self-end" onClick={clearNotifications}>
              {t('shell.notifications.clear')}
            </Button>
          </div>
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

/** Says a new notice to screen readers. It stands beside the screens: what is around a live region stays readable under a dialog. */
export function NotificationAnnouncer() {
  const { t } = useMessages()
  const list = useStore(notificationStore)
  const [newest] = list
  const count = list.filter((notice) => !notice.read).length
  return (
    <div aria-live="polite" className="sr-only">
      {newest && !newest.read
        ? `${noticeWords(newest).title}. ${t('shell.notifications.label', { count })}`
        : null}
    </div>
  )
}

function NoticeLine({ notice, onFollow }: { notice: Notification; onFollow: () => void }) {
  const { t, formatRelativeTime } = useMessages()
  const { title, detail } = noticeWords(notice)
  return (
    <li className={classNames('rounded-md p-2', !notice.read && 'bg-accent-soft')}>
      {notice.read ? null : <span className="sr-only">{t('shell.notifications.unread')} </span>}
      {notice.path ? (
        <Link to={notice.path} className="font-medium hover:underline" onClick={onFollow}>
          {title}
        </Link>
      ) : (
        <p className="font-medium">{title}</p>
      )}
      {detail ? <p className="text-muted">{detail}</p> : null}
      <p className="text-sm text-muted">{formatRelativeTime(notice.at)}</p>
    </li>
  )
}
