import type { Page } from '@flexoffice/contract/pages'
import { listPeople } from '@flexoffice/contract/people'
import { Avatar, Badge, Button, Card, IconButton, Menu, SimpleTable } from '@flexoffice/ui'
import { Link } from '@tanstack/react-router'
import { Ellipsis, Eye, EyeOff, Pencil, Trash2, Undo2 } from 'lucide-react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { useOperation } from '../../../core/session/client.ts'
import { usePermission } from '../../../core/session/session.ts'

/** Properties of PageTable. */
export interface PageTableProps {
  pages: readonly Page[]
  /** They lie in the bin. */
  bin: boolean
  onRemove: (page: Page) => void
  onUnpublish: (page: Page) => void
  onBringBack: (page: Page) => void
}

/** Pages with their state, who worked on them last, and what may be done with each. */
export function PageTable(props: PageTableProps) {
  const { t, formatRelativeTime } = useMessages()
  const edits = usePermission('pages.edit')
  const nameOf = usePeopleNames()
  return (
    <Card flush>
      <SimpleTable
        label={t('pages.title')}
        rows={props.pages}
        rowKey={(page) => page.id}
        columns={[
          {
            id: 'title',
            title: t('pages.columns.title'),
            render: (page) => <PageTitle page={page} bin={props.bin} />,
          },
          ...(edits
            ? [
                {
                  id: 'state',
                  title: t('pages.columns.state'),
                  width: 220,
                  render: (page: Page) => <PageState page={page} />,
                },
                {
                  id: 'by',
                  title: t('pages.columns.updatedBy'),
                  width: 220,
                  render: (page: Page) => <Person name={page.updatedBy && nameOf(page.updatedBy)} />,
                },
              ]
            : []),
          {
            id: 'at',
            title: t('pages.columns.updated'),
            width: 150,
            render: (page) => (
              <span className="whitespace-nowrap text-muted">{formatRelativeTime(page.updatedAt)}</span>
            ),
          },
          {
            id: 'acts',
            title: t('pages.columns.acts'),
            hideTitle: true,
            align: 'end',
            width: 150,
            render: (page) => <PageActs page={page} {...props} />,
          },
        ]}
      />
    </Card>
  )
}

/** The one badge or two that tell where a page stands. */
export function PageState({ page }: { page: Pick<Page, 'publishedVersion' | 'changed'> }) {
  const { t } = useMessages()
  if (page.publishedVersion === null) return <Badge>{t('pages.state.draft')}</Badge>
  return (
    <span className="flex flex-wrap gap-1.5">
      <Badge tone="success" dot>
        {t('pages.state.published')}
      </Badge>
      {page.changed ? <Badge tone="warning">{t('pages.state.changed')}</Badge> : null}
    </span>
  )
}

function PageTitle({ page, bin }: { page: Page; bin: boolean }) {
  const className = 'font-medium hover:underline'
  if (bin) return <span className="font-medium">{page.title}</span>
  return (
    <Link className={className} to={pathOf(page) as never}>
      {page.title}
    </Link>
  )
}

function PageActs({ page, bin, onRemove, onUnpublish, onBringBack }: { page: Page } & PageTableProps) {
  const { t } = useMessages()
  if (bin)
    return (
      <Button size="sm" icon={Undo2} onClick={() => onBringBack(page)}>
        {t('pages.bin.bringBack')}
      </Button>
    )
  if (!page.abilities.edit) return null
  return (
    <span className="flex items-center justify-end gap-1">
      {page.publishedVersion === null ? null : (
        <LinkIcon to={`/pages/${page.id}`} icon={Eye} label={t('pages.open', { title: page.title })} />
      )}
      <LinkIcon to={`/pages/${page.id}/edit`} icon={Pencil} label={t('pages.edit', { title: page.title })} />
      <Menu
        align="end"
        trigger={<IconButton size="sm" icon={Ellipsis} label={t('pages.more', { title: page.title })} />}
        items={[
          page.abilities.publish &&
            page.publishedVersion !== null && {
              label: t('pages.unpublish.act'),
              icon: EyeOff,
              onSelect: () => onUnpublish(page),
            },
          page.abilities.remove && {
            label: t('pages.bin.move'),
            icon: Trash2,
            danger: true,
            onSelect: () => onRemove(page),
          },
        ]}
      />
    </span>
  )
}

function LinkIcon({ to, icon: Icon, label }: { to: string; icon: typeof Eye; label: string }) {
  return (
    <Link
      to={to as never}
      aria-label={label}
      title={label}
      className="grid size-7 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink"
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden />
    </Link>
  )
}

function Person({ name }: { name: string | null | undefined }) {
  if (!name) return <span className="text-faint">—</span>
  return (
    <span className="flex items-center gap-2">
      <Avatar name={name} size={20} />
      <span className="truncate">{name}</span>
    </span>
  )
}

function pathOf(page: Page): string {
  return page.publishedVersion === null ? `/pages/${page.id}/edit` : `/pages/${page.id}`
}

/** Names of people by id, where the person may see who works here; else nothing. */
export function usePeopleNames(): (id: string) => string | undefined {
  const mayView = usePermission('people.view')
  const { data } = useOperation(listPeople, {}, { enabled: mayView, staleTime: 300_000 })
  return (id) => data?.people.find((person) => person.id === id)?.name
}
