import { Tabs as Base } from '@base-ui/react/tabs'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '../class-names.ts'

/** One tab; `count` shows behind the label. */
export interface TabItem<Value extends string = string> {
  value: Value
  label: string
  icon?: LucideIcon
  count?: number
  disabled?: boolean
  content?: ReactNode
}

/** Properties of Tabs; keep `value` in the address bar. */
export interface TabsProps<Value extends string> {
  label: string
  tabs: ReadonlyArray<TabItem<Value>>
  value: Value
  onChange: (value: Value) => void
  /** Something at the end of the bar. */
  trailing?: ReactNode
  className?: string
  panelClassName?: string
}

/** Parts of one thing, of which one is shown; only the shown one is mounted. */
export function Tabs<Value extends string>(props: TabsProps<Value>) {
  const { label, tabs, value, onChange, trailing, className, panelClassName = 'pt-4' } = props
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className={classNames('flex min-h-0 flex-col', className)}
    >
      <div className="flex items-center justify-between gap-4 border-b border-line">
        <Base.List aria-label={label} className="relative flex min-w-0 gap-1 overflow-x-auto">
          {tabs.map((tab) => (
            <Base.Tab
              key={tab.value}
              value={tab.value}
              disabled={tab.disabled}
              className="flex h-9 items-center gap-1.5 rounded-md px-2 font-medium whitespace-nowrap text-muted -outline-offset-2! hover:text-ink data-active:text-ink data-disabled:opacity-50"
            >
              {tab.icon ? <tab.icon size={16} strokeWidth={1.75} aria-hidden /> : null}
              {tab.label}
              {tab.count !== undefined ? (
                <span className="rounded-full bg-pressed px-1.5 text-xs text-muted">{tab.count}</span>
              ) : null}
            </Base.Tab>
          ))}
          <Base.Indicator className="absolute bottom-0 left-0 h-0.5 w-[calc(var(--active-tab-width)-1rem)] translate-x-[calc(var(--active-tab-left)+0.5rem)] rounded-full bg-accent transition-[translate,width] duration-150" />
        </Base.List>
        {trailing}
      </div>
      {tabs.map((tab) =>
        tab.content !== undefined ? (
          <Base.Panel
            key={tab.value}
            value={tab.value}
            className={classNames('min-h-0 flex-1 outline-none', panelClassName)}
          >
            {tab.content}
          </Base.Panel>
        ) : null,
      )}
    </Base.Root>
  )
}
