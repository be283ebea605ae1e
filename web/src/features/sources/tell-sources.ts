import { listSources } from '@flexoffice/contract/sources'
import { client } from '../../core/session/client.ts'
import { keepForPerson } from '../../core/session/keep-for-person.ts'
import { notify } from '../../core/shell/notices.ts'

const told = keepForPerson<Record<string, string>>('failing-sources', {})

/** Tells of each source that fails, once for each reason until it is well again. */
export async function tellSources(): Promise<void> {
  const { sources } = await client.call(listSources, {})
  const before = told.read()
  const failing = sources.filter(({ state }) => state === 'failing')
  told.write(Object.fromEntries(failing.map(({ id, lastProblem }) => [id, lastProblem?.code ?? ''])))
  for (const { id, name, lastProblem } of failing) {
    const path = `/data/sources/${id}`
    if (before[id] === (lastProblem?.code ?? '') || location.pathname === path) continue
    notify({
      titleKey: 'sources.notices.failing',
      params: { name },
      problem: lastProblem ?? undefined,
      path,
    })
  }
}
