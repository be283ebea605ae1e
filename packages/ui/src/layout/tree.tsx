import type { LucideIcon } from 'lucide-react'
import { ChevronRight } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useMemo, useRef } from 'react'
import { classNames } from '../class-names.ts'

/** One node of a Tree. */
export interface TreeNode {
  id: string
  label: string
  icon?: LucideIcon
  /** Small text or controls at the end of the line. */
  trailing?: ReactNode
  children?: TreeNode[]
  /** Has children that are not loaded yet. */
  expandable?: boolean
}

/** Properties of Tree; expansion and selection are the caller's. */
export interface TreeProps {
  label: string
  nodes: readonly TreeNode[]
  expanded: ReadonlySet<string>
  onExpandedChange: (expanded: Set<string>) => void
  selected?: string | null
  onSelect?: (node: TreeNode) => void
}

interface Line {
  node: TreeNode
  level: number
  parent: string | null
  index: number
  siblings: number
}

/** A hierarchy with the keys of the ARIA tree pattern: arrows, Home, End, Enter. */
export function Tree({ label, nodes, expanded, onExpandedChange, selected, onSelect }: TreeProps) {
  const lines = useMemo(() => flatten(nodes, expanded), [nodes, expanded])
  const root = useRef<HTMLDivElement>(null)
  const focusable = lines.some((line) => line.node.id === selected) ? selected : lines[0]?.node.id
  const toggle = (id: string, open: boolean) => {
    const next = new Set(expanded)
    if (open) next.add(id)
    else next.delete(id)
    onExpandedChange(next)
  }
  const focusLine = (line: Line | undefined) => {
    const items = [...(root.current?.querySelectorAll<HTMLElement>('[role="treeitem"]') ?? [])]
    if (line) items[lines.indexOf(line)]?.focus()
  }
  const onKeyDown = (event: KeyboardEvent, at: number) => {
    const line = lines[at]
    if (!line) return
    const open = expanded.has(line.node.id)
    const moves = new Map<string, () => void>([
      ['ArrowDown', () => focusLine(lines[at + 1])],
      ['ArrowUp', () => focusLine(lines[at - 1])],
      ['Home', () => focusLine(lines[0])],
      ['End', () => focusLine(lines.at(-1))],
      [
        'ArrowRight',
        () => (isParent(line.node) && !open ? toggle(line.node.id, true) : focusLine(lines[at + 1])),
      ],
      [
        'ArrowLeft',
        () =>
          open
            ? toggle(line.node.id, false)
            : focusLine(lines.find((other) => other.node.id === line.parent)),
      ],
      ['Enter', () => onSelect?.(line.node)],
      [' ', () => onSelect?.(line.node)],
    ])
    const move = moves.get(event.key)
    if (!move || event.target !== event.currentTarget) return
    event.preventDefault()
    move()
  }
  return (
    <div ref={root} role="tree" aria-label={label} className="flex flex-col">
      {lines.map((line, at) => (
        <div
          key={line.node.id}
          role="treeitem"
          tabIndex={line.node.id === focusable ? 0 : -1}
          aria-level={line.level}
          aria-posinset={line.index + 1}
          aria-setsize={line.siblings}
          aria-expanded={isParent(line.node) ? expanded.has(line.node.id) : undefined}
          aria-selected={line.node.id === selected}
          onKeyDown={(event) => onKeyDown(event, at)}
          onClick={() => {
            if (isParent(line.node) && (line.node.id === selected || !onSelect))
              toggle(line.node.id, !expanded.has(line.node.id))
            onSelect?.(line.node)
          }}
          style={{ paddingLeft: (line.level - 1) * 16 + 4 }}
          className={classNames(
            'flex h-7 cursor-default items-center gap-1.5 rounded-md pr-2 select-none -outline-offset-2!',
            line.node.id === selected ? 'bg-accent-soft text-accent-ink' : 'text-ink hover:bg-hover',
          )}
        >
          <TreeLine
            node={line.node}
            open={expanded.has(line.node.id)}
            onToggle={(open) => toggle(line.node.id, open)}
          />
        </div>
      ))}
    </div>
  )
}

function TreeLine({
  node,
  open,
  onToggle,
}: {
  node: TreeNode
  open: boolean
  onToggle: (open: boolean) => void
}) {
  const Icon = node.icon
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys on the line do the same */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: arrow keys on the line do the same */}
      <span
        className="grid size-4 shrink-0 place-items-center text-faint"
        onClick={(event) => {
          if (!isParent(node)) return
          event.stopPropagation()
          onToggle(!open)
        }}
      >
        {isParent(node) ? (
          <ChevronRight
            size={14}
            className={classNames('transition-transform', open && 'rotate-90')}
            aria-hidden
          />
        ) : null}
      </span>
      {Icon ? <Icon size={16} strokeWidth={1.75} className="shrink-0 text-muted" aria-hidden /> : null}
      <span className="min-w-0 flex-1 truncate">{node.label}</span>
      {node.trailing ? <span className="shrink-0 text-sm text-faint">{node.trailing}</span> : null}
    </>
  )
}

function isParent(node: TreeNode): boolean {
  return Boolean(node.expandable) || (node.children?.length ?? 0) > 0
}

function flatten(
  nodes: readonly TreeNode[],
  expanded: ReadonlySet<string>,
  level = 1,
  parent: string | null = null,
): Line[] {
  return nodes.flatMap((node, index) => [
    { node, level, parent, index, siblings: nodes.length },
    ...(expanded.has(node.id) && node.children ? flatten(node.children, expanded, level + 1, node.id) : []),
  ])
}
