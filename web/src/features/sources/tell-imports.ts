import { showImport } from '@flexoffice/contract/sources'
import { ApiError } from '@flexoffice/sdk/client'
import { client } from '../../core/session/client.ts'
import { keepForPerson } from '../../core/session/keep-for-person.ts'
import type { ServerEvent } from '../../core/session/socket.ts'
import { notify } from '../../core/shell/notices.ts'

const running = keepForPerson<readonly string[]>('running-imports', [])
/** The last event of an import may come after it was seen to have ended. */
const ended = new Set<string>()

/** Tells of each import that ended while its screen was not open; those on the way are asked for again later. */
export async function tellImports(heard: readonly ServerEvent[]): Promise<void> {
  const named = heard.map(({ payload }) => String(payload.importId))
  const open = [...new Set([...running.read(), ...named])].filter((importId) => !ended.has(importId))
  running.write(open)
  for (const importId of open) if (await tellEnd(importId)) ended.add(importId)
  running.write(open.filter((importId) => !ended.has(importId)))
}

/** Whether the import is over. */
async function tellEnd(importId: string): Promise<boolean> {
  const shown = await readImport(importId)
  if (shown?.state === 'waiting' || shown?.state === 'running') return false
  if (!shown || shown.state === 'cancelled' || shown.isStep || isOnScreen(importId)) return true
  const { state, tableLabel, fileName, rowsLoaded } = shown
  notify({
    titleKey: state === 'done' ? 'sources.notices.loaded' : 'sources.notices.notLoaded',
    detailKey: state === 'done' ? 'sources.notices.loadedDetail' : 'sources.notices.notLoadedDetail',
    params: { table: tableLabel, file: fileName, count: rowsLoaded },
    path: `/data/imports?import=${importId}`,
  })
  return true
}

async function readImport(importId: string) {
  try {
    return await client.call(showImport, { importId })
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null
    throw error
  }
}

function isOnScreen(importId: string): boolean {
  const open = new URLSearchParams(location.search).get('import')
  return location.pathname === '/data/imports' && open === importId
}
