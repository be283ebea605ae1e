import { Dialog, IconButton, KeyboardShortcut, Menu } from '@flexoffice/ui'
import { BookOpen, CircleHelp, Keyboard, LifeBuoy } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { loadWords, useMessages } from '../i18n/languages.ts'
import { ErrorBoundary } from './screen-states.tsx'

const shortcuts = [
  ['Mod+K', 'palette'],
  ['Escape', 'close'],
  ['Enter', 'edit'],
  ['Mod+C', 'copyCells'],
  ['Space', 'select'],
] as const

const HelpPanel = lazy(async () => {
  const [panel] = await Promise.all([import('../help/help-panel.tsx'), loadWords(['core/help'])])
  return panel
})

/** Help in the top bar: about this screen, the keyboard, and the documentation of the API. */
export function HelpMenu({ className }: { className?: string }) {
  const { t } = useMessages()
  const [shown, setShown] = useState<'help' | 'shortcuts' | null>(null)
  // Of the screen from which it was opened, for as long as it stays open.
  const [path, setPath] = useState<string | null>(null)
  const close = (open: boolean) => !open && setShown(null)
  return (
    <>
      <Menu
        align="end"
        trigger={<IconButton icon={CircleHelp} label={t('shell.help.title')} className={className} />}
        items={[
          {
            label: t('shell.help.screen'),
            icon: LifeBuoy,
            onSelect: () => {
              setPath(location.pathname)
              setShown('help')
            },
          },
          { label: t('shell.help.shortcuts'), icon: Keyboard, onSelect: () => setShown('shortcuts') },
          {
            label: t('shell.help.api'),
            icon: BookOpen,
            onSelect: () => window.open('/api/docs', '_blank', 'noopener'),
          },
        ]}
      />
      {path === null ? null : (
        <ErrorBoundary>
          <Suspense fallback={null}>
            <HelpPanel key={path} path={path} open={shown === 'help'} onOpenChange={close} />
          </Suspense>
        </ErrorBoundary>
      )}
      <Dialog open={shown === 'shortcuts'} onOpenChange={close} size="sm" title={t('shell.help.shortcuts')}>
        <dl className="flex flex-col gap-2">
          {shortcuts.map(([keys, name]) => (
            <div key={keys} className="flex items-center justify-between gap-4">
              <dt>{t(`shell.help.keys.${name}`)}</dt>
              <dd>
                <KeyboardShortcut keys={keys} />
              </dd>
            </div>
          ))}
        </dl>
      </Dialog>
    </>
  )
}
