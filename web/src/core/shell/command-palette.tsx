import { classNames, ModalBox, Spinner } from '@flexoffice/ui'
import { useNavigate } from '@tanstack/react-router'
import type { LucideIcon } from 'lucide-react'
import { House, Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react'
import { useContributions } from '../features-context.tsx'
import { useMessages } from '../i18n/languages.ts'
import { useSession } from '../session/session.ts'
import { setTheme } from '../theme.ts'
import { useFound } from './use-found.ts'

/** One line that can be chosen. */
interface Line {
  id: string
  group: string
  label: string
  detail?: string
  icon?: LucideIcon
  run: () => void
}

/** Search and commands on Ctrl or Cmd + K: go anywhere, find anything by name, do what can be done without a screen. */
export function CommandPalette({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const { t } = useMessages()
  return (
    <ModalBox
      open={open}
      onOpenChange={onOpenChange}
      title={t('shell.palette.title')}
      className="top-[12vh] left-1/2 max-h-[70vh] w-150 max-w-[calc(100vw-2rem)] -translate-x-1/2 overflow-hidden rounded-md bg-raised shadow-float"
    >
      <Palette onClose={() => onOpenChange(false)} />
    </ModalBox>
  )
}

function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useMessages()
  const id = useId()
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const { found, searching } = useFound(query)
  const known = useKnownLines(onClose)
  const navigate = useNavigate()
  const lines = useMemo(() => {
    const matching = known.filter((line) => matches(line.label, query))
    const remote = found.map((item) => ({
      ...item,
      run: () => {
        onClose()
        void navigate({ to: item.path })
      },
    }))
    return [...matching, ...remote]
  }, [known, found, query, onClose, navigate])
  const at = Math.min(active, lines.length - 1)
  useEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, at])
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1 }
    const next = moves[event.key]
    if (next !== undefined && lines.length > 0) {
      event.preventDefault()
      setActive((next + lines.length) % lines.length)
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      lines[at]?.run()
    }
  }
  return (
    <>
      <div className="flex items-center gap-2 border-b border-line px-4">
        <Search size={16} className="shrink-0 text-faint" aria-hidden />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
          aria-label={t('shell.palette.title')}
          aria-autocomplete="list"
          placeholder={t('shell.palette.placeholder')}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
          className="h-12 min-w-0 flex-1 bg-transparent text-md outline-none"
        />
        {searching ? <Spinner /> : null}
      </div>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={t('shell.palette.title')}
        className="min-h-0 overflow-y-auto p-1.5"
      >
        {lines.map((line, index) => (
          <PaletteLine
            key={line.id}
            id={`${id}-${index}`}
            line={line}
            heading={line.group !== lines[index - 1]?.group}
            active={index === at}
            onPoint={() => setActive(index)}
          />
        ))}
      </div>
      {lines.length === 0 && !searching ? (
        <p className="px-4 py-6 text-center text-muted">{t('shell.palette.empty', { query })}</p>
      ) : null}
    </>
  )
}

interface PaletteLineProps {
  id: string
  line: Line
  heading: boolean
  active: boolean
  onPoint: () => void
}

function PaletteLine({ id, line, heading, active, onPoint }: PaletteLineProps) {
  const Icon = line.icon
  return (
    <>
      {heading ? (
        <div role="presentation" className="px-2.5 pt-2 pb-1 text-sm font-medium text-faint">
          {line.group}
        </div>
      ) : null}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the input keeps the focus and names the active line */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the input does the same */}
      <div
        id={id}
        role="option"
        aria-selected={active}
        onPointerMove={onPoint}
        onClick={line.run}
        className={classNames(
          'flex h-9 cursor-default items-center gap-2.5 rounded-md px-2.5',
          active && 'bg-hover',
        )}
      >
        {Icon ? <Icon size={16} strokeWidth={1.75} className="shrink-0 text-muted" aria-hidden /> : null}
        <span className="truncate">{line.label}</span>
        {line.detail ? <span className="ml-auto truncate text-sm text-muted">{line.detail}</span> : null}
      </div>
    </>
  )
}

function useKnownLines(onClose: () => void): Line[] {
  const { t } = useMessages()
  const session = useSession()
  const navigate = useNavigate()
  const navigation = useContributions('navigation')
  const commands = useContributions('commands')
  return useMemo(() => {
    const go = (path: string) => {
      onClose()
      void navigate({ to: path })
    }
    const places = [
      { path: '/', labelKey: 'home.title', icon: House, section: 'home' as const },
      ...navigation,
    ]
    return [
      ...places.map((entry) => ({
        id: `go ${entry.path}`,
        group: t('shell.palette.goTo'),
        label: t(entry.labelKey),
        detail: entry.section === 'home' ? undefined : t(`shell.sections.${entry.section}`),
        icon: entry.icon,
        run: () => go(entry.path),
      })),
      ...commands.map((command) => ({
        id: `do ${command.id}`,
        group: t('shell.palette.commands'),
        label: t(command.labelKey),
        icon: command.icon,
        run: () => {
          onClose()
          command.run({ navigate: go, session })
        },
      })),
      ...(['light', 'dark', 'system'] as const).map((theme) => ({
        id: `theme ${theme}`,
        group: t('shell.palette.commands'),
        label: `${t('shell.profile.theme')}: ${t(`shell.themes.${theme}`)}`,
        run: () => {
          setTheme(theme)
          onClose()
        },
      })),
    ]
  }, [t, session, navigate, navigation, commands, onClose])
}

function matches(label: string, query: string): boolean {
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const words = plain(query).split(/\s+/)
  return words.every((word) => plain(label).includes(word))
}
