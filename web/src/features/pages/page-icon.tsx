import type { LucideIcon, LucideProps } from 'lucide-react'
import { type ComponentType, lazy, Suspense } from 'react'

const drawn = new Map<string, LucideIcon>()

/** The icon of that name; the icons are loaded when the first one is drawn, for most pages have none. */
export function findPageIcon(name: unknown): LucideIcon | undefined {
  if (typeof name !== 'string' || name === '') return undefined
  const known = drawn.get(name) ?? drawLater(name)
  drawn.set(name, known)
  return known
}

function drawLater(name: string): LucideIcon {
  const Icon = lazy(async () => {
    const { pageIcons } = await import('./icons.ts')
    const found: ComponentType<LucideProps> = pageIcons[name] ?? (() => null)
    return { default: found }
  })
  // biome-ignore lint/correctness/noComponentHookFactories: made once for each name, and kept
  function PageIcon({ size = 24, ...props }: LucideProps) {
    // Its place is kept meanwhile, so that nothing moves.
    return (
      <Suspense fallback={<span style={{ width: size, height: size }} className="shrink-0" />}>
        <Icon size={size} {...props} />
      </Suspense>
    )
  }
  return PageIcon as LucideIcon
}
