import * as contract from '@flexoffice/contract/people'
import {
  Button,
  Dialog,
  EmptyState,
  ErrorState,
  Form,
  Select,
  SimpleTable,
  SkeletonText,
  TextField,
  useForm,
} from '@flexoffice/ui'
import { Plus, Tags } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { useAct, useOperation } from '../../../core/session/client.ts'
import { explainError, readFormProblems } from '../../../core/session/problems.ts'
import { usePermission } from '../../../core/session/session.ts'
import { nameFromLabel } from './name-from-label.ts'

const types = ['text', 'integer', 'decimal', 'boolean', 'date', 'text_list'] as const

interface Attribute {
  name: string
  label: string
  type: (typeof types)[number]
}

/** What the workspace knows of its people beyond their names; row rules name it as `user.<name>`. */
export function AttributesTab() {
  const { t } = useMessages()
  const manages = usePermission('people.manage')
  const listed = useOperation(contract.listAttributes, {})
  const [edited, setEdited] = useState<Attribute | 'new' | null>(null)
  const add = manages ? (
    <Button icon={Plus} onClick={() => setEdited('new')}>
      {t('people.attributes.add')}
    </Button>
  ) : null
  if (listed.isPending) {
    return (
      <div className="p-6">
        <SkeletonText lines={5} />
      </div>
    )
  }
  if (listed.isError)
    return <ErrorState title={explainError(listed.error).title} onRetry={() => void listed.refetch()} />
  const { attributes } = listed.data
  return (
    <div className="min-h-0 flex-1 overflow-auto px-6 py-4 max-sm:px-4">
      {attributes.length === 0 ? (
        <EmptyState icon={Tags} title={t('people.attributes.emptyTitle')} action={add}>
          {t('people.attributes.emptyDetail')}
        </EmptyState>
      ) : (
        <>
          <div className="mb-3 flex flex-wrap items-start justify-between gap-3">
            <p className="max-w-2xl text-muted">{t('people.attributes.about')}</p>
            {add}
          </div>
          <div className="rounded-md border border-line bg-surface">
            <SimpleTable
              label={t('people.tabs.attributes')}
              rows={attributes}
              rowKey={({ name }) => name}
              columns={[
                {
                  id: 'label',
                  title: t('people.attributes.label'),
                  render: ({ label }) => <span className="font-medium">{label}</span>,
                },
                {
                  id: 'name',
                  title: t('people.attributes.inRules'),
                  render: ({ name }) => <code className="font-mono text-sm">{`user.${name}`}</code>,
                },
                {
                  id: 'type',
                  title: t('people.attributes.type'),
                  render: ({ type }) => t(`people.attributes.types.${type}`),
                },
                {
                  id: 'acts',
                  title: t('people.invitations.acts'),
                  hideTitle: true,
                  align: 'end',
                  render: (attribute) =>
                    manages ? (
                      <Button
                        size="sm"
                        aria-label={t('people.attributes.renameNamed', { label: attribute.label })}
                        onClick={() => setEdited(attribute)}
                      >
                        {t('people.attributes.rename')}
                      </Button>
                    ) : null,
                },
              ]}
            />
          </div>
        </>
      )}
      <Dialog
        open={edited !== null}
        onOpenChange={(open) => !open && setEdited(null)}
        title={t(edited === 'new' ? 'people.attributes.add' : 'people.attributes.rename')}
        size="sm"
      >
        {edited ? (
          <AttributeForm attribute={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
        ) : null}
      </Dialog>
    </div>
  )
}

function AttributeForm({ attribute, onClose }: { attribute: Attribute | null; onClose: () => void }) {
  const { t } = useMessages()
  const act = useAct(contract.saveAttribute, { invalidates: [contract.listAttributes], quiet: true })
  const [named, setNamed] = useState(attribute !== null)
  const form = useForm<Attribute>({
    initial: attribute ?? { label: '', name: '', type: 'text' },
    validate: ({ label, name }) => ({
      label: label.trim() === '' ? t('people.attributes.labelMissing') : undefined,
      name: /^[a-z][a-z0-9_]{0,59}$/.test(name) ? undefined : t('people.attributes.nameWrong'),
    }),
    submit: async (values) => {
      await act.mutateAsync(values)
      onClose()
    },
    readFailure: readFormProblems,
  })
  const label = form.field('label')
  const name = form.field('name')
  return (
    <Form
      {...form.form}
      label={t('people.attributes.add')}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" variant="primary" busy={form.busy}>
            {t(attribute ? 'people.attributes.rename' : 'people.attributes.add')}
          </Button>
        </>
      }
    >
      <TextField
        {...label}
        label={t('people.attributes.label')}
        help={t('people.attributes.labelHelp')}
        maxLength={80}
        autoFocus
        onChange={(next) => {
          label.onChange(next)
          if (!named) form.set('name', nameFromLabel(next))
        }}
      />
      <TextField
        {...name}
        label={t('people.attributes.name')}
        help={t('people.attributes.nameHelp', { name: form.values.name || 'country' })}
        mono
        maxLength={60}
        readOnly={attribute !== null}
        onChange={(next) => {
          setNamed(true)
          name.onChange(next)
        }}
      />
      <Select
        label={t('people.attributes.type')}
        help={t('people.attributes.typeHelp')}
        options={types.map((value) => ({ value, label: t(`people.attributes.types.${value}`) }))}
        value={form.values.type}
        onChange={(type) => form.set('type', type)}
        disabled={attribute !== null}
      />
    </Form>
  )
}
