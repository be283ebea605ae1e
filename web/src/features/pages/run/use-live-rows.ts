import { grantsChanged } from '@flexoffice/contract/access'
import { recordsChanged } from '@flexoffice/contract/data'
import type { PageRuntime } from '@flexoffice/page-model/runtime'
import { useEffect } from 'react'
import { listen, onReconnect } from '../../../core/session/socket.ts'
import { createRefresher } from './refresher.ts'

/** Keeps what a page shows true while it is on screen: rows that change, rights that change, and what a gap may have hidden. */
export function useLiveRows(runtime: PageRuntime): void {
  useEffect(() => {
    const refresher = createRefresher(runtime.followTables)
    const stops = [
      listen(({ name, payload }) => {
        if (name === recordsChanged.name && typeof payload.tableId === 'string')
          refresher.add(payload.tableId)
        // A rule may reach into other tables, so rights on one can show in the rows of another.
        if (name === grantsChanged.name) refresher.addAll()
      }),
      onReconnect(refresher.addAll),
    ]
    return () => {
      refresher.stop()
      for (const stop of stops) stop()
    }
  }, [runtime])
}
