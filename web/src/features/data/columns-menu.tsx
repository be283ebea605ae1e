import type { DataColumn } from '@flexoffice/contract/data'
import { Button, Checkbox, IconButton, Menu, Popover, SearchField } from '@flexoffice/ui'
import { Columns3, Rows3 } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import type { Arrangement } from './view-state.ts'

interface ArrangementProps {
  arrangement: Arrangement
  onChange: (change: Partial<Arrangement>) => void
}

/** Which columns are shown. */
export function ColumnsMenu({
  columns,
  arrangement,
  onChange,
}: ArrangementProps & { columns: readonly DataColumn[] }) {
  const { t } = useMessages()
  const [query, setQuery] = useState('')
  const hidden = arrangement.layout.hidden ?? []
  const setHidden = (next: string[]) => onChange({ layout: { ...arrangement.layout, hidden: next } })
  const found = columns.filter((column) => column.label.toLowerCase().includes(query.trim().toLowerCase()))
  return (
    <Popover
      align="end"
      title={t('data.columns.title')}
      trigger={
        <Button size="sm" variant="ghost" icon={Columns3}>
          {hidden.length > 0 ? t('data.columns.hidden', { count: hidden.length }) : t('data.columns.title')}
        </Button>
      }
    >
      <div className="flex w-60 flex-col gap-2">
        {columns.length > 8 ? <SearchField size="sm" value={query} onChange={setQuery} /> : null}
        <div className="flex max-h-72 flex-col gap-1.5 overflow-y-auto py-0.5 pl-0.5">
          {found.map((column) => (
            <Checkbox
              key={column.id}
              label={column.label}
              checked={!hidden.includes(column.id)}
              disabled={!hidden.includes(column.id) && columns.length - hidden.length === 1}
              onChange={(shown) =>
                setHidden(shown ? hidden.filter((id) => id !== column.id) : [...hidden, column.id])
              }
            />
          ))}
        </div>
        <div className="flex justify-between border-t border-line pt-2">
          <Button size="sm" variant="ghost" disabled={hidden.length === 0} onClick={() => setHidden([])}>
            {t('data.columns.showAll')}
          </Button>
          <Button size="sm" variant="ghost" onClick={() => onChange({ layout: {} })}>
            {t('data.columns.reset')}
          </Button>
        </div>
      </div>
    </Popover>
  )
}

/** How tall rows are. */
export function DensityMenu({ arrangement, onChange }: ArrangementProps) {
  const { t } = useMessages()
  return (
    <Menu
      align="end"
      trigger={<IconButton size="sm" icon={Rows3} label={t('data.density.title')} />}
      items={(['compact', 'normal', 'relaxed'] as const).map((density) => ({
        label: t(`data.density.${density}`),
        checked: arrangement.density === density,
        onSelect: () => onChange({ density }),
      }))}
    />
  )
}
