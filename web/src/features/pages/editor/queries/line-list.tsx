import { Button, IconButton } from '@flexoffice/ui'
import { Plus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'

/** Lines of one kind that can be added, changed and removed. */
export function LineList<Item>(props: {
  title: string
  add: string
  items: readonly Item[]
  onChange: (items: Item[]) => void
  /** Absent while nothing can be added. */
  newItem: (() => Item) | undefined
  render: (item: Item, change: (item: Item) => void) => ReactNode
  /** Beside the title. */
  trailing?: ReactNode
}) {
  const { t } = useMessages()
  const { title, items, onChange, newItem, render } = props
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1 flex items-center gap-2 font-medium">
        {title}
        {props.trailing}
      </legend>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place; all of it may change while it is edited
        <div key={index} className="flex min-w-0 items-start gap-1.5">
          {render(item, (next) => onChange(items.map((one, at) => (at === index ? next : one))))}
          <IconButton
            icon={X}
            label={t('pageEditor.queries.removeLine', { title, number: index + 1 })}
            onClick={() => onChange(items.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div>
        <Button
          size="sm"
          variant="ghost"
          icon={Plus}
          disabled={!newItem}
          onClick={() => newItem && onChange([...items, newItem()])}
        >
          {props.add}
        </Button>
      </div>
    </fieldset>
  )
}
