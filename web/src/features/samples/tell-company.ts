import { showSampleCompany } from '@flexoffice/contract/samples'
import { client } from '../../core/session/client.ts'
import { keepForPerson } from '../../core/session/keep-for-person.ts'
import { notify } from '../../core/shell/notices.ts'
import { sampleCompanyPath } from './sample-company-path.ts'

/** Whether this browser saw the company on its way, so that its end is news. */
const awaited = keepForPerson<boolean>('sample-company-opening', false)

/** Tells that the sample company is ready, or that its screen says why it is not, when its screen was left meanwhile. */
export async function tellCompany(): Promise<void> {
  const { state, page } = await client.call(showSampleCompany, {})
  const wasAwaited = awaited.read()
  awaited.write(state === 'opening')
  if (!wasAwaited || location.pathname === sampleCompanyPath) return
  if (state === 'ready')
    notify({ titleKey: 'samples.ready', path: page ? `/pages/${page.id}` : sampleCompanyPath })
  if (state === 'failed') notify({ titleKey: 'samples.failed', path: sampleCompanyPath })
}
