import type { WidgetDefinition } from '@flexoffice/sdk/widget'
import { SearchField } from '@flexoffice/ui'
import { useState } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { widgetRegistry } from '../../widgets/widget-renderers.ts'
import { dragNewWidget } from '../canvas/drag-widget.ts'
import { isReadOnly, placeWidget } from '../commands.ts'
import { useEditor, useReadOnly } from '../editor.ts'
import { widgetIcon } from './widget-icon.ts'

const categories = ['data', 'input', 'action', 'content', 'layout'] as const
const manyWidgets = 12

/** The widgets that can be put on the page: dragged there, or added by a click or Enter. */
export function Palette() {
  const { t } = useMessages()
  const [search, setSearch] = useState('')
  const all = [...widgetRegistry.values()]
  const wanted = search.trim().toLowerCase()
  const found = all.filter(({ label, description }) =>
    `${t(label)} ${t(description)}`.toLowerCase().includes(wanted),
  )
  return (
    <div className="flex flex-col gap-3 p-3">
      {all.length > manyWidgets ? (
        <SearchField label={t('pageEditor.palette.search')} value={search} onChange={setSearch} />
      ) : null}
      {categories.map((category) => {
        const widgets = found.filter((definition) => definition.category === category)
        if (widgets.length === 0) return null
        return (
          <div key={category}>
            <h2 className="px-1 pb-1 text-sm font-medium text-faint">
              {t(`pageEditor.palette.${category}`)}
            </h2>
            <ul className="flex flex-col gap-1">
              {widgets.map((definition) => (
                <li key={definition.type}>
                  <PaletteItem definition={definition} />
                </li>
              ))}
            </ul>
          </div>
        )
      })}
      <p className="px-1 text-sm text-muted">{t('pageEditor.palette.help')}</p>
    </div>
  )
}

function PaletteItem({ definition }: { definition: WidgetDefinition }) {
  const { t } = useMessages()
  const editor = useEditor()
  const readOnly = useReadOnly()
  const Icon = widgetIcon(definition.icon)
  return (
    <button
      type="button"
      disabled={readOnly}
      onPointerDown={(event) => {
        if (event.button === 0 && !isReadOnly(editor)) dragNewWidget(event, editor, definition)
      }}
      onClick={() => placeWidget(editor, definition.type)}
      className="flex w-full cursor-grab touch-none items-center gap-2.5 rounded-md border border-line bg-surface px-2 py-1.5 text-left select-none hover:border-line-strong hover:bg-hover disabled:opacity-50"
    >
      <Icon size={16} strokeWidth={1.75} className="shrink-0 text-muted" aria-hidden />
      <span className="min-w-0">
        <span className="block truncate font-medium">{t(definition.label)}</span>
        <span className="block text-sm text-muted">{t(definition.description)}</span>
      </span>
    </button>
  )
}
