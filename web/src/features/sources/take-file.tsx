import { uploadFile } from '@flexoffice/contract/sources'
import { Banner, Card, FileDrop, Progress } from '@flexoffice/ui'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { client } from '../../core/session/client.ts'
import { type Explained, explainError } from '../../core/session/problems.ts'

/** Takes a spreadsheet and hands it to the server; a refusal says why, and another file can follow at once. */
export function TakeFile({ onTaken }: { onTaken: (uploadId: string) => void }) {
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
