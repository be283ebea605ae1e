import type { InputOf } from '@flexoffice/contract/operation'
import type { runPageQuery } from '@flexoffice/contract/pages'
import { listPeople, listRoles } from '@flexoffice/contract/people'
import { Button, Combobox, IconButton, Select } from '@flexoffice/ui'
import { X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { useOperation } from '../../../../core/session/client.ts'
import { usePermission } from '../../../../core/session/session.ts'
import { useStore } from '../../../../core/store.ts'
import { createPageQueryRunner } from '../../run/run-page-query.ts'
import { usePageRuntime } from '../../run/use-page-runtime.ts'
import { PageSurface } from '../../viewer/page-surface.tsx'
import { useEditor, usePage } from '../editor.ts'
import { roleName } from '../publish/role-name.ts'

type PreviewAs = NonNullable<InputOf<typeof runPageQuery>['as']>

/** Who the page is tried as: oneself, somebody else, or any holder of a role. */
interface Viewpoint {
  as?: PreviewAs
  user?: Record<string, unknown>
}

/** The draft as its readers would use it, also seen with the eyes of a role or a person. */
export function DraftPreview({ onClose }: { onClose: () => void }) {
  const { t } = useMessages()
  const editor = useEditor()
  const { unsaved } = useStore(editor.live.state)
  const [viewpoint, setViewpoint] = useState<Viewpoint>({})
  const mayExplain = usePermission('access.explain')
  return (
    <div className="flex h-dvh flex-col bg-canvas">
      <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-3 border-b border-line bg-surface px-3 py-1.5">
        <h1 tabIndex={-1} className="text-md font-semibold">
          {t('pageEditor.preview.title')}
        </h1>
        {mayExplain ? <ViewpointChoice onChange={setViewpoint} /> : null}
        <span className="text-muted max-md:hidden">
          {t(viewpoint.as ? 'pageEditor.preview.changesNothing' : 'pageEditor.preview.asYourself')}
        </span>
        <span className="ml-auto flex gap-1">
          <Button onClick={onClose} className="max-sm:hidden">
            {t('pageEditor.preview.back')}
          </Button>
          <IconButton
            icon={X}
            label={t('pageEditor.preview.close')}
            className="sm:hidden"
            onClick={onClose}
          />
        </span>
      </header>
      <main id="content" className="flex min-h-0 flex-1 flex-col overflow-auto">
        {unsaved > 0 ? (
          <p className="p-4 text-muted" role="status">
            {t('pageEditor.preview.waits')}
          </p>
        ) : (
          <RunningDraft key={JSON.stringify(viewpoint.as ?? null)} viewpoint={viewpoint} />
        )}
      </main>
    </div>
  )
}

function RunningDraft({ viewpoint }: { viewpoint: Viewpoint }) {
  const { pageId } = useEditor()
  const page = usePage()
  const { as, user } = viewpoint
  const runQuery = useMemo(
    () => createPageQueryRunner({ pageId, draft: true, ...(as ? { as } : {}) }),
    [pageId, as],
  )
  const runtime = usePageRuntime({ page, pageId, runQuery, user, changesNothing: as !== undefined })
  return <PageSurface runtime={runtime} theme={page.theme} />
}

function ViewpointChoice({ onChange }: { onChange: (viewpoint: Viewpoint) => void }) {
  const { t } = useMessages()
  const [kind, setKind] = useState<'self' | 'role' | 'person'>('self')
  const [chosen, setChosen] = useState<string | null>(null)
  const roles = useOperation(listRoles, {}, { enabled: kind === 'role' })
  const people = useOperation(listPeople, {}, { enabled: kind === 'person' })
  const choose = (value: string | null) => {
    setChosen(value)
    if (value === null) return onChange({})
    if (kind === 'role')
      return onChange({ as: { roles: [value], attributes: {} }, user: { roles: [value], attributes: {} } })
    const person = people.data?.people.find(({ id }) => id === value)
    onChange({ as: { personId: value }, user: person && userNames(person) })
  }
  return (
    <div className="flex items-center gap-2">
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
              ? (roles.data?.roles ?? []).map(({ key }) => ({ value: key, label: roleName(key) }))
              : (people.data?.people ?? []).map(({ id, name, email }) => ({
                  value: id,
                  label: name,
                  description: email,
                }))
          }
        />
      )}
    </div>
  )
}

function userNames(person: { id: string; name: string; email: string; roles: string[]; attributes: object }) {
  const { id, name, email, roles, attributes } = person
  return { id, name, email, roles, attributes }
}
