import { previewReload, showUploadedTable } from '@flexoffice/contract/uploaded-tables'
import { ErrorState, PageBody, PageHeader } from '@flexoffice/ui'
import { Link, useParams } from '@tanstack/react-router'
import { useMessages } from '../../core/i18n/languages.ts'
import { useScreenTitle } from '../../core/routing/screen-title.ts'
import { searchText, useScreenSearch } from '../../core/routing/search.ts'
import { useOperation } from '../../core/session/client.ts'
import { explainError } from '../../core/session/problems.ts'
import { ScreenError, ScreenLoading } from '../../core/shell/screen-states.tsx'
import { ReloadReview } from './reload-review.tsx'
import { TakeFile } from './take-file.tsx'

const fields = { upload: searchText() }

/** Loads a newer file into a table that an upload made: drop, look, say what becomes of the rows, load. */
export function ReloadScreen() {
  const { t } = useMessages()
  const { tableId = '' } = useParams({ strict: false }) as { tableId?: string }
  const [{ upload }, change] = useScreenSearch(fields)
  const answer = useOperation(showUploadedTable, { tableId }, { staleTime: 0 })
  const title = answer.data && t('sources.reload.titleOf', { name: answer.data.label })
  useScreenTitle(title)
  if (answer.isPending) return <ScreenLoading />
  if (answer.error) return <ScreenError error={answer.error} reset={() => void answer.refetch()} />
  const table = answer.data
  return (
    <PageBody>
      <PageHeader
        title={title ?? ''}
        description={t('sources.reload.description', { count: table.rows })}
        actions={
          <Link to={`/data/tables/${tableId}`} className="rounded-md text-accent-ink hover:underline">
            {t('sources.imports.open')}
          </Link>
        }
      />
      {upload === '' ? (
        <TakeFile onTaken={(uploadId) => change({ upload: uploadId })} />
      ) : (
        <Taken key={upload} tableId={tableId} uploadId={upload} onOtherFile={() => change({ upload: '' })} />
      )}
    </PageBody>
  )
}

function Taken({
  tableId,
  uploadId,
  onOtherFile,
}: {
  tableId: string
  uploadId: string
  onOtherFile: () => void
}) {
  const { t } = useMessages()
  const answer = useOperation(previewReload, { tableId, uploadId }, { staleTime: Number.POSITIVE_INFINITY })
  if (answer.isPending) return <ScreenLoading />
  if (answer.error) {
    return (
      <ErrorState title={explainError(answer.error).title} onRetry={onOtherFile}>
        {t('sources.upload.again')}
      </ErrorState>
    )
  }
  return <ReloadReview first={answer.data} onOtherFile={onOtherFile} />
}
