import { Dialog, IconButton, KeyboardShortcut, Menu } from '@flexoffice/ui'
import { BookOpen, CircleHelp, Keyboard } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../i18n/languages.ts'

const shortcuts = [
  ['Mod+K', 'palette'],
  ['Escape', 'close'],
  ['Enter', 'edit'],
  ['Mod+C', 'copyCells'],
  ['Space', 'select'],
] as const

/** Help in the top bar: documentation of the API and the keyboard. */
export function HelpMenu() {
  const { t } = useMessages()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Menu
        align="end"
        trigger={<IconButton icon={CircleHelp} label={t('shell.help.title')} className="max-sm:hidden" />}
        items={[
          { label: t('shell.help.shortcuts'), icon: Keyboard, onSelect: () => setOpen(true) },
          {
            label: t('shell.help.api'),
            icon: BookOpen,
            onSelect: () => window.open('/api/docs', '_blank', 'noopener'),
          },
        ]}
      />
      <Dialog open={open} onOpenChange={setOpen} size="sm" title={t('shell.help.shortcuts')}>
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
