import { ErrorState } from '@flexoffice/ui'
import { useMessages } from '../i18n/languages.ts'
import { explainError } from '../session/problems.ts'

/** Properties of LoadFailure. */
export interface LoadFailureProps {
  error: unknown
  /** Offered only where another try can help. */
  onRetry: () => void
  /** For the whole of a screen: what could not be shown, above why. */
  title?: string
  className?: string
}

/** Something could not be read: why, what to do, and another try where that can help. */
export function LoadFailure({ error, onRetry, title, className }: LoadFailureProps) {
  useMessages()
  const explained = explainError(error)
  return (
    <ErrorState
      title={title ?? explained.title}
      reference={explained.reference}
      onRetry={explained.mayPass ? onRetry : undefined}
      className={className}
    >
      {title === undefined ? null : explained.title}
    </ErrorState>
  )
}
