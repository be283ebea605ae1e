import type { AuditEntry, AuditFilter } from '@flexoffice/contract/audit'
import * as contract from '@flexoffice/contract/audit'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { client, operationKey, useOperation } from '../../core/session/client.ts'
import { listen } from '../../core/session/socket.ts'

const pageSize = 100
const lookMilliseconds = 5_000
const settleMilliseconds = 1_200

/** The log page by page, newest first. */
export function useAuditEntries(filter: AuditFilter) {
  const pages = useInfiniteQuery({
    queryKey: operationKey(contract.searchAudit, filter),
    queryFn: ({ pageParam, signal }) =>
      client.call(contract.searchAudit, { filter, before: pageParam, limit: pageSize }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ entries, more }) => (more ? entries.at(-1)?.sequence : undefined),
    // New entries are announced, not slipped in under what somebody reads.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const entries: AuditEntry[] = pages.data?.pages.flatMap((page) => page.entries) ?? []
  return { ...pages, entries }
}

/** How many entries came since the newest shown, up to 100; asked a moment after each event and every few seconds. */
export function useNewEntries(filter: AuditFilter, newest: string | undefined): number {
  const queries = useQueryClient()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = listen(() => {
      clearTimeout(timer)
      timer = setTimeout(
        () => void queries.invalidateQueries({ queryKey: operationKey(contract.countNewEntries) }),
        settleMilliseconds,
      )
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [queries])
  const counted = useOperation(
    contract.countNewEntries,
    { filter, after: newest ?? '0' },
    { enabled: newest !== undefined, refetchInterval: lookMilliseconds, staleTime: 0 },
  )
  return counted.data?.count ?? 0
}
