import { listSettings, type Setting } from '@flexoffice/contract/settings'
import { Card, EmptyState, PageBody, PageHeader, SkeletonText } from '@flexoffice/ui'
import { SlidersHorizontal } from 'lucide-react'
import { useMessages } from '../../core/i18n/languages.ts'
import { useOperation } from '../../core/session/client.ts'
import { LoadFailure } from '../../core/shell/load-failure.tsx'
import { SettingRow } from './setting-row.tsx'
import { groupTitle } from './setting-words.ts'

/** Every setting that the features declare, by feature, saved one by one. */
export function SettingsScreen() {
  const { t } = useMessages()
  const { data, error, refetch } = useOperation(listSettings, {})
  return (
    <PageBody width="narrow">
      <PageHeader title={t('settings.title')} description={t('settings.description')} />
      {error ? (
        <LoadFailure error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <SkeletonText lines={6} />
      ) : data.settings.length === 0 ? (
        <EmptyState icon={SlidersHorizontal} title={t('settings.empty')}>
          {t('settings.emptyHelp')}
        </EmptyState>
      ) : (
        <div className="flex flex-col gap-4">
          {groupByFeature(data.settings).map(([feature, settings]) => (
            <Card key={feature} title={groupTitle(feature)}>
              <div className="flex flex-col divide-y divide-line">
                {settings.map((setting) => (
                  <SettingRow key={setting.name} setting={setting} />
                ))}
              </div>
            </Card>
          ))}
        </div>
      )}
    </PageBody>
  )
}

function groupByFeature(settings: Setting[]): [string, Setting[]][] {
  return [...Map.groupBy(settings, (setting) => setting.name.split('.')[0]!)]
}
