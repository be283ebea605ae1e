import { listTables } from '@flexoffice/contract/data'
import { listPages } from '@flexoffice/contract/pages'
import { type SampleCompany, showSampleCompany } from '@flexoffice/contract/samples'
import { listSources } from '@flexoffice/contract/sources'
import { Banner, Card, PageBody, PageHeader, Progress, SkeletonText } from '@flexoffice/ui'
import { useEffect } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { invalidate, useOperation } from '../../core/session/client.ts'
import { LoadFailure } from '../../core/shell/load-failure.tsx'
import { CompanyReady } from './company-ready.tsx'
import { OpenCompany } from './open-company.tsx'
import { OpeningProgress } from './opening-progress.tsx'

const followMilliseconds = 1_000

/** Opens the sample company, follows it on its way, leads to it, and removes it. A reload comes back to where it is. */
export function SampleScreen() {
  const { t } = useMessages()
  const answer = useOperation(showSampleCompany, {}, { staleTime: 0 })
  const state = answer.data?.state
  useEffect(() => {
    if (state === 'ready' || state === 'none') void invalidate([listTables, listPages, listSources])
  }, [state])
  return (
    <PageBody width="narrow">
      <PageHeader title={t('samples.title')} description={t('sampleCompany.description')} />
      {answer.isPending ? (
        <SkeletonText lines={5} />
      ) : answer.error ? (
        <LoadFailure error={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <Company company={answer.data} />
      )}
    </PageBody>
  )
}

function Company({ company }: { company: SampleCompany }) {
  switch (company.state) {
    case 'opening':
      return <OpeningProgress company={company} />
    case 'ready':
      return <CompanyReady company={company} />
    case 'removing':
      return company.problem ? <CompanyReady company={company} /> : <Removing company={company} />
    default:
      return <OpenCompany company={company} />
  }
}

function Removing({ company }: { company: SampleCompany }) {
  const { t } = useMessages()
  useOperation(showSampleCompany, {}, { refetchInterval: followMilliseconds })
  return (
    <Card>
      <Progress label={t('sampleCompany.remove.running', { name: company.name })} value={null} />
      <Banner live>{t('sampleCompany.remove.runningDetail')}</Banner>
    </Card>
  )
}
