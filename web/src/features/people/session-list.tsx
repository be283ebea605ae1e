import * as contract from '@flexoffice/contract/people'
import { Badge, Button, ErrorState, SkeletonText } from '@flexoffice/ui'
import { Monitor, Smartphone } from 'lucide-react'
import { useMessages } from '../../core/i18n/languages.ts'
import { useAct, useOperation } from '../../core/session/client.ts'
import { explainError } from '../../core/session/problems.ts'
import { describeUserAgent } from './describe-user-agent.ts'

/** Where somebody is signed in, each to be ended; one's own without a person. */
export function SessionList({ personId }: { personId?: string }) {
  const { t, formatRelativeTime } = useMessages()
  const listed = useOperation(contract.listSessions, { personId }, { staleTime: 0 })
  const end = useAct(contract.endSession, { invalidates: [contract.listSessions] })
  if (listed.isPending) return <SkeletonText lines={3} />
  if (listed.isError)
    return <ErrorState title={explainError(listed.error).title} onRetry={() => void listed.refetch()} />
  const { sessions } = listed.data
  if (sessions.length === 0) return <p className="text-muted">{t('people.sessions.empty')}</p>
  return (
    <ul className="overflow-hidden rounded-md border border-line">
      {sessions.map((session) => {
        const name = describeUserAgent(session.userAgent)
        const Icon = /iOS|Android/.test(name) ? Smartphone : Monitor
        const seen = t('people.sessions.seen', { when: formatRelativeTime(session.lastSeenAt) })
        return (
          <li
            key={session.id}
            className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-0"
          >
            <Icon size={16} strokeWidth={1.75} className="shrink-0 text-muted" aria-hidden />
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">{name}</p>
              <p className="truncate text-sm text-muted">{`${session.ip} · ${seen}`}</p>
            </div>
            {session.current ? (
              <Badge tone="success">{t('people.sessions.current')}</Badge>
            ) : (
              <Button
                size="sm"
                aria-label={t('people.sessions.endNamed', { name })}
                busy={end.isPending && end.variables?.sessionId === session.id}
                onClick={() => end.mutate({ sessionId: session.id })}
              >
                {t('people.sessions.end')}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
