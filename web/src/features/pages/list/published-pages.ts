import { listPages } from '@flexoffice/contract/pages'
import { useOperation } from '../../../core/session/client.ts'

/** The published pages that this person may open. */
export function usePublishedPages() {
  const { data } = useOperation(listPages, {})
  return (data?.pages ?? []).filter((page) => page.publishedVersion !== null)
}
