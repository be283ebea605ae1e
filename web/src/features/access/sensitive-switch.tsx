import { showTableAccess } from '@flexoffice/contract/access'
import {
  type CatalogueTable,
  describeTable,
  listCatalogue,
  showCatalogueTable,
} from '@flexoffice/contract/catalogue'
import { Button, Menu } from '@flexoffice/ui'
import { EllipsisVertical } from 'lucide-react'
import { useMessages } from '../../core/i18n/languages.ts'
import { useAct } from '../../core/session/client.ts'

/** Marks a table sensitive: then even an Admin needs a grant, and each read is journalled first. */
export function SensitiveSwitch({ table }: { table: CatalogueTable }) {
  const { t } = useMessages()
  const describe = useAct(describeTable, {
    invalidates: [showTableAccess, listCatalogue, showCatalogueTable],
  })
  return (
    <Menu
      align="end"
      trigger={
        <Button
          icon={EllipsisVertical}
          aria-label={t('access.more')}
          busy={describe.isPending}
          className="px-2!"
        />
      }
      items={[
        {
          label: t('access.markSensitive'),
          checked: table.sensitive,
          onSelect: () => describe.mutate({ tableId: table.id, sensitive: !table.sensitive }),
        },
      ]}
    />
  )
}
