import type { CatalogueRelation, CatalogueTable, TableStructure } from '@flexoffice/contract/catalogue'
import { listCatalogue } from '@flexoffice/contract/catalogue'
import { Badge, Button, Card, EmptyState, IconButton, SimpleTable } from '@flexoffice/ui'
import { KeyRound, Pencil, Plus, Trash2, UserRound, Waypoints } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { useOperation } from '../../core/session/client.ts'
import { LoadFailure } from '../../core/shell/load-failure.tsx'
import { RelationDialog } from './relation-dialog.tsx'
import { reachesKey } from './relation-draft.ts'
import { RelationPath, TableLink } from './relation-path.tsx'
import { RemoveRelation } from './remove-relation.tsx'

interface Subject {
  act: 'save' | 'remove'
  relation?: CatalogueRelation
}

/** The relations of a table: those that the source has as foreign keys, those that people declared, and those that lead here. */
export function RelationList({ structure }: { structure: TableStructure }) {
  const { t } = useMessages()
  // Stays while a dialog closes, which returns the focus to where it was opened.
  const [subject, setSubject] = useState<Subject>({ act: 'save' })
  const [isOpen, setOpen] = useState(false)
  const open = (next: Subject) => {
    setSubject(next)
    setOpen(true)
  }
  const close = () => setOpen(false)
  const answer = useOperation(listCatalogue, { sourceId: structure.table.sourceId })
  if (answer.error) return <LoadFailure error={answer.error} onRetry={() => void answer.refetch()} />
  const tables = new Map((answer.data?.tables ?? []).map((table) => [table.id, table]))
  const add = (
    <Button size="sm" icon={Plus} onClick={() => open({ act: 'save' })}>
      {t('catalogue.relations.add')}
    </Button>
  )
  return (
    <div className="flex flex-col gap-4">
      <Card
        flush
        title={t('catalogue.relations.from')}
        description={t('catalogue.relations.fromDetail')}
        actions={structure.relations.length > 0 ? add : undefined}
      >
        <OwnRelations structure={structure} tables={tables} empty={add} onOpen={open} />
      </Card>
      <IncomingRelations structure={structure} tables={tables} />
      <RelationDialog
        open={isOpen && subject.act === 'save'}
        structure={structure}
        relation={subject.relation}
        tables={answer.data?.tables}
        onClose={close}
      />
      {subject.relation ? (
        <RemoveRelation
          open={isOpen && subject.act === 'remove'}
          structure={structure}
          relation={subject.relation}
          onClose={close}
        />
      ) : null}
    </div>
  )
}

interface OwnProps {
  structure: TableStructure
  tables: ReadonlyMap<string, CatalogueTable>
  empty: ReactNode
  onOpen: (subject: Subject) => void
}

function OwnRelations({ structure, tables, empty, onOpen }: OwnProps) {
  const { t } = useMessages()
  const isDeclared = (relation: CatalogueRelation) => relation.origin === 'person'
  return (
    <SimpleTable<CatalogueRelation>
      label={t('catalogue.relations.from')}
      rows={structure.relations}
      rowKey={(relation) => relation.id}
      empty={
        <EmptyState icon={Waypoints} title={t('catalogue.relations.none')} action={empty} className="py-10!">
          {t('catalogue.relations.noneDetail')}
        </EmptyState>
      }
      columns={[
        {
          id: 'name',
          title: t('catalogue.relations.name'),
          width: '24%',
          render: (relation) => <code className="font-mono text-sm">{relation.name}</code>,
        },
        {
          id: 'path',
          title: t('catalogue.relations.leadsTo'),
          render: (relation) => <RelationPath structure={structure} relation={relation} tables={tables} />,
        },
        {
          id: 'origin',
          title: t('catalogue.relations.origin'),
          width: 220,
          render: (relation) => (
            <Origin relation={relation} columns={structure.columns} target={tables.get(relation.toTable)} />
          ),
        },
        {
          id: 'acts',
          title: t('catalogue.relations.acts'),
          hideTitle: true,
          align: 'end',
          width: 88,
          render: (relation) =>
            isDeclared(relation) ? (
              <span className="flex justify-end">
                <IconButton
                  size="sm"
                  icon={Pencil}
                  label={t('catalogue.relations.changeOf', { name: relation.name })}
                  onClick={() => onOpen({ act: 'save', relation })}
                />
                <IconButton
                  size="sm"
                  icon={Trash2}
                  label={t('catalogue.relations.removeOf', { name: relation.name })}
                  onClick={() => onOpen({ act: 'remove', relation })}
                />
              </span>
            ) : null,
        },
      ]}
    />
  )
}

interface OriginProps {
  relation: CatalogueRelation
  target?: CatalogueTable
  /** Of the table where the relation begins, as far as they are known. */
  columns?: TableStructure['columns']
}

function Origin({ relation, target, columns = [] }: OriginProps) {
  const { t } = useMessages()
  const isDeclared = relation.origin === 'person'
  const lost = columns.filter((column) => column.state === 'missing').map((column) => column.id)
  const isBroken = (target && target.state !== 'active') || relation.columns.some((id) => lost.includes(id))
  return (
    <span className="flex flex-wrap gap-1">
      <Badge icon={isDeclared ? UserRound : KeyRound} tone={isDeclared ? 'accent' : 'neutral'}>
        {t(isDeclared ? 'catalogue.relations.declared' : 'catalogue.relations.foreignKey')}
      </Badge>
      {isBroken ? (
        <Badge tone="danger">{t('catalogue.relations.broken')}</Badge>
      ) : isDeclared && target && !reachesKey(target, relation.toColumns) ? (
        <Badge tone="warning">{t('catalogue.relations.notFollowed')}</Badge>
      ) : null}
    </span>
  )
}

function IncomingRelations({ structure, tables }: Pick<OwnProps, 'structure' | 'tables'>) {
  const { t } = useMessages()
  if (structure.incoming.length === 0) return null
  const labelOf = (relation: { fromTable: string }) => tables.get(relation.fromTable)?.label ?? ''
  return (
    <Card flush title={t('catalogue.relations.to')} description={t('catalogue.relations.toDetail')}>
      <SimpleTable<TableStructure['incoming'][number]>
        label={t('catalogue.relations.to')}
        rows={structure.incoming.toSorted((left, right) => labelOf(left).localeCompare(labelOf(right)))}
        rowKey={(relation) => relation.id}
        columns={[
          {
            id: 'name',
            title: t('catalogue.relations.name'),
            width: '24%',
            render: (relation) => <code className="font-mono text-sm">{relation.name}</code>,
          },
          {
            id: 'table',
            title: t('catalogue.relations.table'),
            render: (relation) => (
              <TableLink id={relation.fromTable} table={tables.get(relation.fromTable)} />
            ),
          },
          {
            id: 'origin',
            title: t('catalogue.relations.origin'),
            width: 308,
            render: (relation) => <Origin relation={relation} target={structure.table} />,
          },
        ]}
      />
    </Card>
  )
}
