import { ContextMenu as BaseContext } from '@base-ui/react/context-menu'
import { Menu as Base } from '@base-ui/react/menu'
import type { LucideIcon } from 'lucide-react'
import { Check, ChevronRight } from 'lucide-react'
import { Fragment, type ReactElement, type ReactNode, useId, useRef } from 'react'
import { classNames } from '../class-names.ts'
import { itemClassName, popupClassName } from '../fields/option.ts'
import { KeyboardShortcut } from '../text/keyboard-shortcut.tsx'
import { type TakesOver, useTakeOver } from './stand-in.ts'

/** One line of a menu. `checked` makes it a check item, `items` a submenu. */
export interface MenuItem {
  label: string
  onSelect?: () => void
  icon?: LucideIcon
  shortcut?: string
  disabled?: boolean
  danger?: boolean
  checked?: boolean
  items?: MenuEntry[]
}

/** A line, a dividing line, or a heading; falsy entries are left out, so conditions read in place. */
export type MenuEntry = MenuItem | 'separator' | { heading: string } | false | null | undefined

/** Properties of Menu: the trigger is any button component. */
export interface MenuProps {
  trigger: ReactElement
  items: MenuEntry[]
  align?: 'start' | 'end'
  side?: 'top' | 'bottom' | 'left' | 'right'
  /** Something above the entries, such as who is signed in. */
  header?: ReactNode
}

/** The menu itself: its button, and the list of acts behind it. */
export function FloatingMenu(props: MenuProps & TakesOver) {
  const { trigger, items, align = 'start', side = 'bottom', header, taken } = props
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  useTakeOver(button, taken)
  return (
    <Base.Root>
      <Base.Trigger id={id} ref={button} render={trigger} />
      {/* It floats beside the page's landmarks, so it is one itself while it is open. */}
      <Base.Portal role="region" aria-labelledby={id}>
        <Base.Positioner align={align} side={side} sideOffset={4} className="z-50">
          <Base.Popup className={popupClassName}>
            {header}
            <Entries items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

/** The same list of acts on a right click or the menu key over `children`. */
export function ContextMenu({ items, children }: { items: MenuEntry[]; children: ReactElement }) {
  return (
    <BaseContext.Root>
      <BaseContext.Trigger render={children} />
      <BaseContext.Portal>
        <BaseContext.Positioner className="z-50">
          <BaseContext.Popup className={popupClassName}>
            <Entries items={items} />
          </BaseContext.Popup>
        </BaseContext.Positioner>
      </BaseContext.Portal>
    </BaseContext.Root>
  )
}

function Entries({ items }: { items: MenuEntry[] }) {
  return items.map((entry, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: entries have no identity of their own and are never reordered
    return <Fragment key={index}>{entry ? <Entry entry={entry} /> : null}</Fragment>
  })
}

function Entry({ entry }: { entry: MenuItem | 'separator' | { heading: string } }) {
  if (entry === 'separator') return <Base.Separator className="-mx-1 my-1 h-px bg-line" />
  if ('heading' in entry)
    return <div className="px-2 pt-2 pb-1 text-sm font-medium text-faint">{entry.heading}</div>
  if (entry.items) return <Submenu entry={entry} items={entry.items} />
  const className = classNames(
    itemClassName,
    entry.danger && 'text-danger-ink data-highlighted:bg-danger-soft',
  )
  if (entry.checked !== undefined) {
    return (
      <Base.CheckboxItem
        className={className}
        disabled={entry.disabled}
        checked={entry.checked}
        onCheckedChange={() => entry.onSelect?.()}
      >
        <LineContent entry={entry} />
      </Base.CheckboxItem>
    )
  }
  return (
    <Base.Item className={className} disabled={entry.disabled} onClick={() => entry.onSelect?.()}>
      <LineContent entry={entry} />
    </Base.Item>
  )
}

function Submenu({ entry, items }: { entry: MenuItem; items: MenuEntry[] }) {
  return (
    <Base.SubmenuRoot>
      <Base.SubmenuTrigger
        className={classNames(itemClassName, 'data-popup-open:bg-hover')}
        disabled={entry.disabled}
      >
        <LineContent entry={entry} />
        <ChevronRight size={14} className="text-faint" aria-hidden />
      </Base.SubmenuTrigger>
      <Base.Portal>
        <Base.Positioner className="z-50" sideOffset={2}>
          <Base.Popup className={popupClassName}>
            <Entries items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.SubmenuRoot>
  )
}

function LineContent({ entry }: { entry: MenuItem }) {
  const Icon = entry.icon
  return (
    <>
      {Icon ? (
        <Icon
          size={16}
          strokeWidth={1.75}
          className={classNames('shrink-0', !entry.danger && 'text-muted')}
          aria-hidden
        />
      ) : null}
      <span className="min-w-0 flex-1 truncate">{entry.label}</span>
      {entry.checked ? <Check size={14} className="text-accent-ink" aria-hidden /> : null}
      {entry.shortcut ? <KeyboardShortcut keys={entry.shortcut} /> : null}
    </>
  )
}
