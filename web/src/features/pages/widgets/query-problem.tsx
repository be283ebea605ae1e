import type { QueryResult } from '@flexoffice/sdk/widget'
import { Button, EmptyState, ErrorState, useUiWords } from '@flexoffice/ui'
import { Lock, RotateCw } from 'lucide-react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { explainQueryError } from './table/explain-query-error.ts'

/** Whether the data is there for others: the server says the same of what is gone, so that nobody learns of it. */
export function isWithheld(code: string | undefined): boolean {
  return code === 'not_found' || code === 'forbidden'
}

/** What stands in the place of data that a person may not see; nothing failed, and an Admin can help. */
export function WithheldNotice({ className, onRetry }: { className?: string; onRetry?: () => void }) {
  const { t } = useMessages()
  const words = useUiWords()
  return (
    <EmptyState
      className={className}
      icon={Lock}
      title={t('widgetView.withheldTitle')}
      action={
        onRetry ? (
          <Button icon={RotateCw} onClick={onRetry}>
            {words.retry}
          </Button>
        ) : undefined
      }
    >
      {t('widgetView.withheld')}
    </EmptyState>
  )
}

/** Why a widget has no data. */
export function QueryProblem(props: {
  error: QueryResult['error']
  className?: string
  onRetry?: () => void
}) {
  const { error, ...shared } = props
  if (isWithheld(error?.code)) return <WithheldNotice {...shared} />
  return <ErrorState {...shared} {...explainQueryError(error)} />
}
