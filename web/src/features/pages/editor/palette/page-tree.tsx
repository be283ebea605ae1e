import type { WidgetNode } from '@flexoffice/contract/page-document'
import { childrenOf } from '@flexoffice/page-model'
import { EmptyState, Tree, type TreeNode } from '@flexoffice/ui'
import { useMemo, useState } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { widgetRegistry } from '../../widgets/widget-renderers.ts'
import { select } from '../commands.ts'
import { useEditor, usePage, useSelection } from '../editor.ts'
import { widgetIcon } from './widget-icon.ts'

/** The widgets of the page by where they lie, for finding one that is hard to point at. */
export function PageTree() {
  const { t } = useMessages()
  const editor = useEditor()
  const page = usePage()
  const [selected] = useSelection()
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const nodes = useMemo(() => treeOf(page.widgets, null), [page.widgets])
  const containers = useMemo(() => Object.keys(page.widgets), [page.widgets])
  const expanded = useMemo(() => new Set(containers.filter((id) => !closed.has(id))), [containers, closed])
  if (nodes.length === 0) return <EmptyState title={t('pageEditor.tree.empty')} className="py-8" />
  return (
    <div className="p-2">
      <Tree
        label={t('pageEditor.tree.title')}
        nodes={nodes}
        expanded={expanded}
        onExpandedChange={(next) => setClosed(new Set(containers.filter((id) => !next.has(id))))}
        selected={selected ?? null}
        onSelect={({ id }) => {
          select(editor, [id])
          document.querySelector(`[data-frame="${id}"]`)?.scrollIntoView({ block: 'nearest' })
        }}
      />
    </div>
  )
}

function treeOf(widgets: Readonly<Record<string, WidgetNode>>, parent: string | null): TreeNode[] {
  return childrenOf(widgets, parent).map(({ id, name, type }) => {
    const children = treeOf(widgets, id)
    return {
      id,
      label: name,
      icon: widgetIcon(widgetRegistry.get(type)?.icon),
      ...(children.length > 0 ? { children } : {}),
    }
  })
}
