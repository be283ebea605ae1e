import { countNewEntries } from '@flexoffice/contract/audit'
import { client } from '../../core/session/client.ts'
import { keepForPerson } from '../../core/session/keep-for-person.ts'
import { notify } from '../../core/shell/notices.ts'

const told = keepForPerson('unknown-outcomes', { count: 0 }, () => localStorage)

/** Tells of writes to a foreign source of which nobody knows whether they took effect: somebody has to look there. */
export async function tellUnknownOutcomes(): Promise<void> {
  const { count } = await client.call(countNewEntries, { after: '0', filter: { outcome: 'unknown' } })
  const fresh = count - told.read().count
  told.write({ count })
  if (fresh <= 0) return
  notify({
    titleKey: 'audit.notices.unknown',
    detailKey: 'audit.notices.unknownDetail',
    params: { count: fresh },
    path: '/audit?outcome=unknown',
  })
}
