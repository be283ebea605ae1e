import { listAttributes, listPeople } from '@flexoffice/contract/people'
import { Button, Combobox, Popover, Select } from '@flexoffice/ui'
import { ListPlus } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { useOperation } from '../../../../core/session/client.ts'
import { AttributeFields, type AttributeValues, useRoleNames, useRoles } from '../../../people/api.ts'
import { personViewpoint, roleViewpoint, type Viewpoint } from './viewpoint.ts'

export type { Viewpoint } from './viewpoint.ts'

/** Who the page is tried as; a role has nobody's attributes, so the author gives those that row rules speak of. */
export function ViewpointChoice({ onChange }: { onChange: (viewpoint: Viewpoint) => void }) {
  const { t } = useMessages()
  const [kind, setKind] = useState<'self' | 'role' | 'person'>('self')
  const [chosen, setChosen] = useState<string | null>(null)
  const [attributes, setAttributes] = useState<AttributeValues>({})
  const roles = useRoles(kind === 'role')
  const nameOf = useRoleNames()
  const people = useOperation(listPeople, {}, { enabled: kind === 'person' })
  const choose = (value: string | null) => {
    setChosen(value)
    if (value === null) return onChange({})
    if (kind === 'role') return onChange(roleViewpoint(value, attributes))
    onChange(
      personViewpoint(
        value,
        people.data?.people.find(({ id }) => id === value),
      ),
    )
  }
  const give = (next: AttributeValues) => {
    setAttributes(next)
    if (chosen !== null) onChange(roleViewpoint(chosen, next))
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        hideLabel
        className="w-40"
        label={t('pageEditor.preview.as')}
        value={kind}
        onChange={(next) => {
          setKind(next)
          setChosen(null)
          onChange({})
        }}
        options={(['self', 'role', 'person'] as const).map((one) => ({
          value: one,
          label: t(`pageEditor.preview.kinds.${one}`),
        }))}
      />
      {kind === 'self' ? null : (
        <Combobox
          hideLabel
          className="w-56"
          label={t(`pageEditor.preview.which.${kind}`)}
          placeholder={t(`pageEditor.preview.which.${kind}`)}
          value={chosen}
          onChange={choose}
          options={
            kind === 'role'
              ? (roles.data?.roles ?? []).map(({ key }) => ({ value: key, label: nameOf(key) }))
              : (people.data?.people ?? []).map(({ id, name, email }) => ({
                  value: id,
                  label: name,
                  description: email,
                }))
          }
        />
      )}
      {kind === 'role' ? <AttributeChoice values={attributes} onGive={give} /> : null}
    </div>
  )
}

/** The values of the workspace's attributes; they count together when the author says so, since each asks for all rows again. */
function AttributeChoice(props: { values: AttributeValues; onGive: (values: AttributeValues) => void }) {
  const { t } = useMessages()
  const { data } = useOperation(listAttributes, {})
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState(props.values)
  if (!data || data.attributes.length === 0) return null
  const count = Object.keys(props.values).length
  return (
    <Popover
      title={t('pageEditor.preview.attributes', { count })}
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        setTyped(props.values)
      }}
      trigger={<Button icon={ListPlus}>{t('pageEditor.preview.attributes', { count })}</Button>}
    >
      <form
        className="flex w-72 flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          props.onGive(typed)
          setOpen(false)
        }}
      >
        <p className="text-muted">{t('pageEditor.preview.attributesHelp')}</p>
        <AttributeFields values={typed} onChange={setTyped} />
        <Button type="submit" variant="primary" className="self-end">
          {t('pageEditor.preview.useAttributes')}
        </Button>
      </form>
    </Popover>
  )
}
