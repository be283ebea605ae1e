import * as contract from '@flexoffice/contract/people'
import {
  Badge,
  Button,
  ConfirmDialog,
  EmptyState,
  ErrorState,
  SimpleTable,
  SkeletonText,
  showToast,
  type Tone,
} from '@flexoffice/ui'
import { MailPlus } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { useScreenSearch } from '../../../core/routing/search.ts'
import { useAct, useOperation } from '../../../core/session/client.ts'
import { explainError } from '../../../core/session/problems.ts'
import { useRoleNames } from '../role-names.ts'
import { peopleSearch } from './people-search.ts'

const tones: Record<string, Tone> = {
  open: 'info',
  accepted: 'success',
  expired: 'warning',
  revoked: 'neutral',
}

/** Who was invited, newest first; open ones can be revoked. */
export function InvitationsTab() {
  const { t, formatDate, formatRelativeTime } = useMessages()
  const nameOf = useRoleNames()
  const [, change] = useScreenSearch(peopleSearch)
  const listed = useOperation(contract.listInvitations, {})
  const [revoking, setRevoking] = useState<{ id: string; email: string } | null>(null)
  const revoke = useAct(contract.revokeInvitation, { invalidates: [contract.listInvitations] })
  const confirm = async () => {
    if (!revoking) return
    await revoke.mutateAsync({ invitationId: revoking.id })
    showToast({ title: t('people.invitations.revoked', { email: revoking.email }), tone: 'success' })
  }
  if (listed.isPending) {
    return (
      <div className="p-6">
        <SkeletonText lines={6} />
      </div>
    )
  }
  if (listed.isError)
    return <ErrorState title={explainError(listed.error).title} onRetry={() => void listed.refetch()} />
  const { invitations } = listed.data
  return (
    <div className="min-h-0 flex-1 overflow-auto px-2">
      <SimpleTable
        label={t('people.tabs.invitations')}
        rows={invitations}
        rowKey={({ id }) => id}
        empty={
          <EmptyState
            icon={MailPlus}
            title={t('people.invitations.emptyTitle')}
            action={<Button onClick={() => change({ invite: true })}>{t('people.invite.title')}</Button>}
          >
            {t('people.invitations.emptyDetail')}
          </EmptyState>
        }
        columns={[
          {
            id: 'email',
            title: t('people.fields.email'),
            render: ({ email }) => <span className="font-medium">{email}</span>,
          },
          {
            id: 'roles',
            title: t('people.fields.roles'),
            render: ({ roles }) => roles.map(nameOf).join(', '),
          },
          {
            id: 'state',
            title: t('people.fields.state'),
            render: ({ state }) => (
              <Badge tone={tones[state]} dot>
                {t(`people.invitations.states.${state}`)}
              </Badge>
            ),
          },
          { id: 'by', title: t('people.invitations.by'), render: ({ invitedBy }) => invitedBy },
          {
            id: 'at',
            title: t('people.invitations.at'),
            render: ({ createdAt }) => <time dateTime={createdAt}>{formatRelativeTime(createdAt)}</time>,
          },
          {
            id: 'until',
            title: t('people.invitations.until'),
            render: ({ state, expiresAt }) => (state === 'open' ? formatDate(expiresAt) : '—'),
          },
          {
            id: 'acts',
            title: t('people.invitations.acts'),
            hideTitle: true,
            align: 'end',
            render: ({ id, email, state }) =>
              state === 'open' ? (
                <Button
                  size="sm"
                  aria-label={t('people.invitations.revokeNamed', { email })}
                  onClick={() => setRevoking({ id, email })}
                >
                  {t('people.invitations.revoke')}
                </Button>
              ) : null,
          },
        ]}
      />
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={(open) => !open && setRevoking(null)}
        title={t('people.invitations.revokeTitle', { email: revoking?.email ?? '' })}
        confirmLabel={t('people.invitations.revoke')}
        onConfirm={confirm}
      >
        {t('people.invitations.revokeDetail')}
      </ConfirmDialog>
    </div>
  )
}
