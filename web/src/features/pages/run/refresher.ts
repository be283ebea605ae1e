/** At most two rounds a second: a table that changes all the time must not keep every reader's browser asking. */
const pauseMilliseconds = 500

/** Gathers tables that changed and has them read again in rounds. */
export interface Refresher {
  add(tableId: string): void
  addAll(): void
  stop(): void
}

/** Makes a refresher; `refresh` gets the tables of a round, or nothing for all. The first change is not kept waiting. */
export function createRefresher(refresh: (tableIds?: ReadonlySet<string>) => void): Refresher {
  let tables = new Set<string>()
  let isAll = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function plan(): void {
    if (timer === undefined) runRound()
  }

  function runRound(): void {
    timer = undefined
    if (!isAll && tables.size === 0) return
    const round = isAll ? undefined : tables
    tables = new Set()
    isAll = false
    timer = setTimeout(runRound, pauseMilliseconds)
    refresh(round)
  }

  return {
    add(tableId) {
      tables.add(tableId)
      plan()
    },
    addAll() {
      isAll = true
      plan()
    },
    stop: () => clearTimeout(timer),
  }
}
