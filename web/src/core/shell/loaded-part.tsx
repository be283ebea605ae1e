import { type ComponentType, lazy, Suspense } from 'react'
import { ErrorBoundary } from './screen-states.tsx'

/** What a feature contributes as a component, loaded when it is first shown. */
interface Part {
  load: () => Promise<ComponentType>
}

const loadedParts = new WeakMap<Part, ComponentType>()

/** Shows a contributed part; one that fails takes nothing else with it. */
export function LoadedPart({ part }: { part: Part }) {
  const Loaded = loadedParts.get(part) ?? lazy(async () => ({ default: await part.load() }))
  loadedParts.set(part, Loaded)
  return (
    <ErrorBoundary>
      <Suspense fallback={null}>
        <Loaded />
      </Suspense>
    </ErrorBoundary>
  )
}
