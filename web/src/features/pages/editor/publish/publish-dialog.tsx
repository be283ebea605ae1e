import { changePage, listPages, listPageVersions, type Page, publishPage } from '@flexoffice/contract/pages'
import { Banner, Button, Dialog, MultiCombobox, RadioGroup, showToast, TextArea } from '@flexoffice/ui'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { useAct } from '../../../../core/session/client.ts'
import { explainError } from '../../../../core/session/problems.ts'
import { useStore } from '../../../../core/store.ts'
import { useRoleNames, useRoles } from '../../../people/api.ts'
import { ProblemLines } from '../drawer/problem-list.tsx'
import { useEditor } from '../editor.ts'
import { useProblems } from '../scope.tsx'

/** Publishes the draft: what is wrong with it, who may open it, and a note for the versions. */
export function PublishDialog({ page, onClose }: { page: Page | undefined; onClose: () => void }) {
  const { t } = useMessages()
  const navigate = useNavigate()
  const editor = useEditor()
  const problems = useProblems()
  const { unsaved, connection } = useStore(editor.live.state)
  const [note, setNote] = useState('')
  const [readers, setReaders] = useState<readonly string[] | null>(null)
  const [onlySome, setOnlySome] = useState((page?.readers.length ?? 0) > 0)
  const [error, setError] = useState<unknown>(null)
  const publish = useAct(publishPage, { invalidates: [listPages, listPageVersions], quiet: true })
  const change = useAct(changePage, { invalidates: [listPages], quiet: true })
  const errors = problems.filter(({ severity }) => severity === 'error')
  const waits = unsaved > 0 || connection !== 'connected'
  const chosen = readers ?? page?.readers ?? []
  // No role at all would mean everybody, which is the opposite of what was chosen.
  const lacksRoles = onlySome && chosen.length === 0
  const { pageId } = editor

  async function run(): Promise<void> {
    setError(null)
    try {
      if (readers !== null) await change.mutateAsync({ pageId, readers: [...readers] })
      await publish.mutateAsync({ pageId, note })
      onClose()
      showToast({
        tone: 'success',
        title: t('pageEditor.publish.done'),
        action: {
          label: t('pageEditor.publish.open'),
          onSelect: () => void navigate({ to: `/pages/${pageId}` as never }),
        },
      })
    } catch (failure) {
      setError(failure)
    }
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('pageEditor.publish.title')}
      description={t('pageEditor.publish.description')}
      footer={
        <>
          <Button onClick={onClose}>{t('pages.cancel')}</Button>
          <Button
            variant="primary"
            busy={publish.isPending || change.isPending}
            disabled={errors.length > 0 || waits || lacksRoles}
            onClick={() => void run()}
          >
            {t('pageEditor.publish.act')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {error ? (
          <Banner tone="danger" live>
            {explainError(error).title}
          </Banner>
        ) : null}
        {waits ? <Banner tone="warning">{t('pageEditor.publish.waits')}</Banner> : null}
        {errors.length > 0 ? (
          <Banner tone="danger" title={t('pageEditor.publish.mend', { count: errors.length })}>
            <ProblemLines problems={errors} onGo={onClose} />
          </Banner>
        ) : null}
        <ReaderChoice value={chosen} some={onlySome} onSome={setOnlySome} onChange={setReaders} />
        <TextArea
          label={t('pageEditor.publish.note')}
          optional
          rows={2}
          maxLength={500}
          placeholder={t('pageEditor.publish.noteExample')}
          value={note}
          onChange={setNote}
        />
      </div>
    </Dialog>
  )
}

function ReaderChoice(props: {
  value: readonly string[]
  some: boolean
  onSome: (some: boolean) => void
  onChange: (roles: readonly string[]) => void
}) {
  const { value, some, onSome, onChange } = props
  const { t } = useMessages()
  const { data } = useRoles()
  const nameOf = useRoleNames()
  return (
    <div className="flex flex-col gap-3">
      <RadioGroup
        label={t('pageEditor.publish.readers')}
        value={some ? 'some' : 'all'}
        onChange={(next) => {
          onSome(next === 'some')
          if (next === 'all') onChange([])
        }}
        options={[
          { value: 'all', label: t('pageEditor.publish.everybody') },
          { value: 'some', label: t('pageEditor.publish.someRoles') },
        ]}
      />
      {some ? (
        <MultiCombobox
          label={t('pageEditor.publish.roles')}
          help={t('pageEditor.publish.rolesHelp')}
          options={(data?.roles ?? []).map(({ key }) => ({ value: key, label: nameOf(key) }))}
          values={value}
          onChange={onChange}
          error={value.length === 0 ? t('pageEditor.publish.rolesNeeded') : undefined}
        />
      ) : null}
    </div>
  )
}
