import { previewUpload, uploadFile } from '@flexoffice/contract/sources'
import { Banner, Card, ErrorState, FileDrop, PageBody, PageHeader, Progress } from '@flexoffice/ui'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { searchText, useScreenSearch } from '../../core/routing/search.ts'
import { client, useOperation } from '../../core/session/client.ts'
import { type Explained, explainError } from '../../core/session/problems.ts'
import { ScreenLoading } from '../../core/shell/screen-states.tsx'
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

function TakeFile({ onTaken }: { onTaken: (uploadId: string) => void }) {
  const { t } = useMessages()
  const [reading, setReading] = useState<string | null>(null)
  const [problem, setProblem] = useState<Explained | null>(null)
  const take = async ([file]: File[]) => {
    if (!file) return
    setProblem(null)
    setReading(file.name)
    try {
      const preview = await client.call(uploadFile, { fileName: file.name }, { body: file })
      onTaken(preview.uploadId)
    } catch (failure) {
      setProblem(explainError(failure))
    } finally {
      setReading(null)
    }
  }
  return (
    <div className="flex max-w-3xl flex-col gap-3">
      <Card>
        {reading ? (
          <div className="py-10">
            <Progress label={t('sources.upload.reading', { file: reading })} value={null} />
          </div>
        ) : (
          <FileDrop
            label={t('sources.upload.drop')}
            help={t('sources.upload.accepts')}
            accept=".xlsx,.csv,.tsv,.txt"
            onFiles={(files) => void take(files)}
          />
        )}
      </Card>
      {problem ? (
        <Banner tone="danger" live title={problem.title}>
          {problem.detail}
        </Banner>
      ) : null}
    </div>
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
