import { previewUpload } from '@flexoffice/contract/sources'
import { ErrorState, PageBody, PageHeader } from '@flexoffice/ui'
import { Link } from '@tanstack/react-router'
import { useMessages } from '../../core/i18n/languages.ts'
import { searchText, useScreenSearch } from '../../core/routing/search.ts'
import { useOperation } from '../../core/session/client.ts'
import { explainError } from '../../core/session/problems.ts'
import { ScreenLoading } from '../../core/shell/screen-states.tsx'
import { TakeFile } from './take-file.tsx'
import { UploadReview } from './upload-review.tsx'

const fields = { upload: searchText() }

/** Takes a spreadsheet and makes a table of it: drop, look, correct, load. A reload comes back to the same file. */
export function UploadScreen() {
  const { t } = useMessages()
  const [{ upload }, change] = useScreenSearch(fields)
  return (
    <PageBody>
      <PageHeader
        title={t('sources.upload.title')}
        description={t('sources.upload.description')}
        actions={
          <Link to="/data/imports" className="rounded-md text-accent-ink hover:underline">
            {t('sources.imports.all')}
          </Link>
        }
      />
      {upload === '' ? (
        <TakeFile onTaken={(uploadId) => change({ upload: uploadId })} />
      ) : (
        <Uploaded key={upload} uploadId={upload} onOtherFile={() => change({ upload: '' })} />
      )}
    </PageBody>
  )
}

function Uploaded({ uploadId, onOtherFile }: { uploadId: string; onOtherFile: () => void }) {
  const { t } = useMessages()
  const answer = useOperation(previewUpload, { uploadId }, { staleTime: Number.POSITIVE_INFINITY })
  if (answer.isPending) return <ScreenLoading />
  if (answer.error) {
    return (
      <ErrorState title={explainError(answer.error).title} onRetry={onOtherFile}>
        {t('sources.upload.again')}
      </ErrorState>
    )
  }
  return <UploadReview first={answer.data} onOtherFile={onOtherFile} />
}
