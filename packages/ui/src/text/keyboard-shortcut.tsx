import { classNames } from '../class-names.ts'

const appleNames: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↵', Backspace: '⌫' }

/** Shows keys such as `Mod+K` the way this machine writes them. */
export function KeyboardShortcut({ keys, inverted }: { keys: string; inverted?: boolean }) {
  const apple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)
  return (
    <span className="inline-flex shrink-0 gap-0.5">
      {keys.split('+').map((key) => (
        <kbd
          key={key}
          className={classNames(
            'inline-grid h-4 min-w-4 place-items-center rounded-md px-1 font-sans text-xs font-medium',
            inverted ? 'bg-surface/20 text-surface' : 'bg-sunken text-muted border border-line',
          )}
        >
          {apple ? (appleNames[key] ?? key) : key === 'Mod' ? 'Ctrl' : key}
        </kbd>
      ))}
    </span>
  )
}
