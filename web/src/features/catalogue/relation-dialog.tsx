import type { CatalogueRelation, CatalogueTable, TableStructure } from '@flexoffice/contract/catalogue'
import { Banner, Button, Combobox, Dialog, Form, TextField } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import { explainError } from '../../core/session/problems.ts'
import { PairFields } from './pair-fields.tsx'
import { reachesKey } from './relation-draft.ts'
import { RelationUses } from './relation-uses.tsx'
import { useRelationForm } from './use-relation-form.ts'

/** Properties of RelationDialog. */
export interface RelationDialogProps {
  open: boolean
  structure: TableStructure
  /** The declared relation to change; absent = a new one. */
  relation?: CatalogueRelation
  /** The tables of the source; absent while they are read. */
  tables: readonly CatalogueTable[] | undefined
  onClose: () => void
}

/** Declares a relation, or changes one: to which table, over which columns, under which name. */
export function RelationDialog({ open, ...form }: RelationDialogProps) {
  const { t } = useMessages()
  const { structure, relation, onClose } = form
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={t(relation ? 'catalogue.relation.change' : 'catalogue.relation.add')}
      description={t('catalogue.relation.detail', { table: structure.table.label })}
    >
      <RelationForm key={relation?.id} {...form} />
    </Dialog>
  )
}

function RelationForm({ structure, relation, tables, onClose }: Omit<RelationDialogProps, 'open'>) {
  const { t } = useMessages()
  const { form, name, target, unreadable, setTarget } = useRelationForm(structure, relation, tables, onClose)
  const options = (tables ?? [])
    .filter((table) => table.state === 'active')
    .map((table) => ({ value: table.id, label: table.label, description: `${table.schema}.${table.name}` }))
  const { toTable, pairs } = form.values
  const isChosen = target !== undefined && pairs.every((pair) => pair.to !== null)
  return (
    <Form
      {...form.form}
      label={t('catalogue.relation.add')}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" variant="primary" busy={form.busy}>
            {t(relation ? 'catalogue.relation.save' : 'catalogue.relation.create')}
          </Button>
        </>
      }
    >
      <Combobox
        {...form.field('toTable')}
        label={t('catalogue.relation.toTable')}
        placeholder={t('catalogue.relation.findTable')}
        options={options}
        loading={tables === undefined}
        onChange={setTarget}
      />
      {unreadable ? <Banner tone="danger" live title={explainError(unreadable).title} /> : null}
      {toTable === null || unreadable ? null : (
        <PairFields
          structure={structure}
          target={target}
          pairs={pairs}
          error={form.field('pairs').error}
          onChange={(next) => form.set('pairs', next)}
        />
      )}
      {isChosen &&
      !reachesKey(
        target.table,
        pairs.map((pair) => pair.to),
      ) ? (
        <Banner tone="warning" title={t('catalogue.relation.notFollowed')}>
          {t(target.table.key.length === 0 ? 'catalogue.relation.noKey' : 'catalogue.relation.keyIs', {
            table: target.table.label,
            key: target.columns
              .filter((column) => column.isKey)
              .map((column) => column.name)
              .join(', '),
          })}
        </Banner>
      ) : null}
      {relation && toTable !== null && toTable !== relation.toTable ? (
        <RelationUses structure={structure} relation={relation} />
      ) : null}
      {toTable === null ? null : (
        <TextField
          {...form.field('name')}
          mono
          label={t('catalogue.relation.name')}
          help={t('catalogue.relation.nameHelp', { name: name || t('catalogue.relation.nameExample') })}
          value={name}
          maxLength={60}
          autoComplete="off"
          onChange={(value) => form.set('name', value)}
        />
      )}
    </Form>
  )
}
