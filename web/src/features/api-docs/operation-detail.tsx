import { Card, CopyButton } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import type { ApiOperation } from './read-api.ts'
import { SchemaTable } from './schema-table.tsx'
import { TryOperation } from './try-operation.tsx'

/** One operation: what it does, what it takes, what it answers. */
export function OperationDetail({ operation }: { operation: ApiOperation }) {
  const { t } = useMessages()
  const { name, method, path, summary, isPublic, input, inPath, output } = operation
  const hasInput = Object.keys(input.properties ?? {}).length > 0
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-4 p-6 max-sm:p-4">
      <header>
        <h2 className="text-lg font-semibold">{name}</h2>
        <p className="text-muted">{summary}</p>
        <div className="mt-3 flex items-center gap-2 rounded-md border border-line bg-sunken py-1 pr-1 pl-3">
          <code className="min-w-0 flex-1 font-mono text-sm wrap-anywhere">{`${method} ${path}`}</code>
          <CopyButton text={location.origin + path} />
        </div>
        <p className="mt-2 text-sm text-muted">{t(isPublic ? 'apiDocs.public' : 'apiDocs.signedIn')}</p>
      </header>
      <Card title={t('apiDocs.input')} flush={hasInput}>
        {hasInput ? (
          <SchemaTable schema={input} inPath={inPath} label={t('apiDocs.input')} />
        ) : (
          <p className="text-muted">{t('apiDocs.noInput')}</p>
        )}
      </Card>
      <Card title={t('apiDocs.output')} flush>
        <SchemaTable schema={output} label={t('apiDocs.output')} />
      </Card>
      <Card title={t('apiDocs.errors')}>
        <p className="text-muted">{t('apiDocs.errorsDetail')}</p>
      </Card>
      <TryOperation operation={operation} />
    </div>
  )
}
