import type { OutputOf } from '@flexoffice/contract/operation'
import { listPages, listPageVersions, restorePageVersion, showPageVersion } from '@flexoffice/contract/pages'
import type { DocumentChange } from '@flexoffice/page-model'
import { Badge, Button, ConfirmDialog, EmptyState, SidePanel, SkeletonText, showToast } from '@flexoffice/ui'
import { History, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { hasMessage, useMessages } from '../../../../core/i18n/languages.ts'
import { useAct, useOperation } from '../../../../core/session/client.ts'
import { LoadFailure } from '../../../../core/shell/load-failure.tsx'
import { usePeopleNames } from '../../list/page-table.tsx'
import { useEditor, useReadOnly } from '../editor.ts'

type Version = OutputOf<typeof listPageVersions>['versions'][number]

/** Everything that was published, saved or restored, and the way back to it. */
export function VersionsPanel({ onClose }: { onClose: () => void }) {
  const { t } = useMessages()
  const { pageId } = useEditor()
  const { data, error, refetch } = useOperation(listPageVersions, { pageId }, { staleTime: 0 })
  const [open, setOpen] = useState<number | null>(null)
  return (
    <SidePanel title={t('pageEditor.versions.title')} onClose={onClose} width={360}>
      {error ? (
        <LoadFailure error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <SkeletonText lines={5} />
      ) : data.versions.length === 0 ? (
        <EmptyState icon={History} title={t('pageEditor.versions.none')}>
          {t('pageEditor.versions.noneHelp')}
        </EmptyState>
      ) : (
        <ol className="flex flex-col gap-2">
          {data.versions.map((version) => (
            <li key={version.number} className="rounded-md border border-line">
              <VersionLine
                version={version}
                open={open === version.number}
                onToggle={() => setOpen(open === version.number ? null : version.number)}
              />
            </li>
          ))}
        </ol>
      )}
    </SidePanel>
  )
}

function VersionLine({ version, open, onToggle }: { version: Version; open: boolean; onToggle: () => void }) {
  const { t, formatDateTime } = useMessages()
  const nameOf = usePeopleNames()
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className="flex w-full flex-col gap-0.5 rounded-md px-3 py-2 text-left hover:bg-hover"
      >
        <span className="flex w-full items-center gap-2">
          <span className="font-medium">{t('pageEditor.versions.number', { number: version.number })}</span>
          <Badge tone={version.isPublished ? 'success' : 'neutral'}>
            {t(
              version.isPublished
                ? 'pageEditor.versions.current'
                : `pageEditor.versions.kinds.${version.kind}`,
            )}
          </Badge>
        </span>
        <span className="text-sm text-muted">
          {formatDateTime(version.at)}
          {version.by ? ` · ${nameOf(version.by) ?? t('pageEditor.versions.somebody')}` : ''}
        </span>
        {version.note ? <span>{version.note}</span> : null}
      </button>
      {open ? <VersionDetail version={version} /> : null}
    </>
  )
}

function VersionDetail({ version }: { version: Version }) {
  const { t } = useMessages()
  const { pageId } = useEditor()
  const readOnly = useReadOnly()
  const { data } = useOperation(showPageVersion, { pageId, number: version.number }, { staleTime: 0 })
  const [asking, setAsking] = useState(false)
  const restore = useAct(restorePageVersion, {
    invalidates: [listPageVersions, showPageVersion, listPages],
    onDone: () =>
      showToast({ tone: 'success', title: t('pageEditor.versions.restored', { number: version.number }) }),
  })
  const differences = (data?.differences ?? []) as DocumentChange[]
  return (
    <div className="flex flex-col gap-3 border-t border-line px-3 py-3">
      {!data ? (
        <SkeletonText lines={2} />
      ) : differences.length === 0 ? (
        <p className="text-muted">{t('pageEditor.versions.same')}</p>
      ) : (
        <>
          <p className="text-sm font-medium text-muted">
            {t('pageEditor.versions.differences', { count: differences.length })}
          </p>
          <ul className="flex max-h-60 flex-col gap-1 overflow-y-auto">
            {differences.map((change) => (
              <li key={`${change.kind} ${change.of} ${change.id} ${change.field}`} className="text-sm">
                <DifferenceLine change={change} />
              </li>
            ))}
          </ul>
        </>
      )}
      <div>
        <Button
          size="sm"
          icon={RotateCcw}
          disabled={readOnly || differences.length === 0}
          onClick={() => setAsking(true)}
        >
          {t('pageEditor.versions.restore')}
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        danger={false}
        title={t('pageEditor.versions.confirm', { number: version.number })}
        confirmLabel={t('pageEditor.versions.restore')}
        onConfirm={() => restore.mutateAsync({ pageId, number: version.number })}
      >
        {t('pageEditor.versions.confirmDetail')}
      </ConfirmDialog>
    </div>
  )
}

function DifferenceLine({ change }: { change: DocumentChange }) {
  const { t } = useMessages()
  const { kind, of, name, field } = change
  const subject = name ?? t(`pageEditor.versions.things.${of}`)
  if (kind !== 'changed') return t(`pageEditor.versions.${kind}`, { name: subject })
  const word = `pageEditor.versions.fields.${field?.split('.')[0]}`
  const what = hasMessage(word) ? t(word, { field: field?.split('.').slice(1).join('.') ?? '' }) : field
  return (
    <>
      <span className="font-medium">{subject}</span> <span className="text-muted">{what}</span>
    </>
  )
}
