import { loadDeferred, UiProvider } from '@flexoffice/ui'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, useMemo } from 'react'
import { createRoot } from 'react-dom/client'
import { FeaturesContext } from './features-context.tsx'
import { preferredLanguage, setLanguage, useMessages } from './i18n/languages.ts'
import { translatedUiWords } from './i18n/ui-words.ts'
import type { WebFeature } from './registry.ts'
import { type AppRouter, makeRouter } from './routing/router.tsx'
import { invalidate, queryClient } from './session/client.ts'
import { keepSession } from './session/keep-session.ts'
import { refreshSession } from './session/session.ts'
import { listen, onReconnect, startSocket } from './session/socket.ts'
import { watchConnection } from './shell/connection.ts'
import { watchNotices } from './shell/watch-notices.ts'
import { whenQuiet } from './when-quiet.ts'

/** Starts the web application with its features: words and session first, so that the first screen is the right one. */
export async function startApplication(features: readonly WebFeature[], element: HTMLElement): Promise<void> {
  await Promise.all([setLanguage(preferredLanguage()), refreshSession()])
  followEvents(features)
  watchNotices(features)
  startSocket()
  keepSession(() => Promise.allSettled(features.map((feature) => feature.onSignOut?.())))
  watchConnection()
  whenQuiet(loadDeferred)
  const router = makeRouter(features)
  createRoot(element).render(
    <StrictMode>
      <Application features={features} router={router} />
    </StrictMode>,
  )
}

function Application({ features, router }: { features: readonly WebFeature[]; router: AppRouter }) {
  const { language } = useMessages()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language
  const words = useMemo(translatedUiWords, [language])
  return (
    <FeaturesContext value={features}>
      <QueryClientProvider client={queryClient}>
        <UiProvider words={words}>
          <RouterProvider router={router} />
        </UiProvider>
      </QueryClientProvider>
    </FeaturesContext>
  )
}

function followEvents(features: readonly WebFeature[]): void {
  const reactions = features.flatMap((feature) => feature.events ?? [])
  listen((event) => {
    for (const reaction of reactions.filter((candidate) => candidate.name === event.name)) {
      reaction.run?.(event)
      void invalidate(reaction.invalidates ?? [])
    }
    void queryClient.invalidateQueries({ queryKey: ['checklist'] })
  })
  onReconnect(() => void queryClient.invalidateQueries())
}
