import { removeSampleCompany, type SampleCompany, showSampleCompany } from '@flexoffice/contract/samples'
import { Button, Card, Progress } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import { useAct, useOperation } from '../../core/session/client.ts'

const followMilliseconds = 1_000
const allLoaded = 0.9

/** How far the opening is; it goes on when this is left. */
export function OpeningProgress({ company }: { company: SampleCompany }) {
  const { t } = useMessages()
  useOperation(showSampleCompany, {}, { refetchInterval: followMilliseconds })
  const cancel = useAct(removeSampleCompany, { invalidates: [showSampleCompany] })
  const isLoading = company.progress < allLoaded
  return (
    <Card
      title={t('sampleCompany.opening.title', { name: company.name })}
      description={t('sampleCompany.opening.detail')}
      actions={
        company.abilities.remove ? (
          <Button size="sm" busy={cancel.isPending} onClick={() => cancel.mutate({ name: company.name })}>
            {t('sampleCompany.opening.cancel')}
          </Button>
        ) : null
      }
    >
      <Progress
        label={t(isLoading ? 'sampleCompany.opening.progress' : 'sampleCompany.opening.page')}
        value={company.progress * 100}
      />
    </Card>
  )
}
