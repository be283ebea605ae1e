import {
  type AnyRoute,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { homeScreen } from '../home/home-feature.ts'
import { loadWords } from '../i18n/languages.ts'
import type { Screen, WebFeature } from '../registry.ts'
import { sessionStore } from '../session/session.ts'
import { NoPermission, NotFound, ScreenError, ScreenLoading } from '../shell/screen-states.tsx'
import { Shell } from '../shell/shell.tsx'
import { Root } from './root.tsx'
import { signInPath } from './sign-in-path.ts'

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    screen?: Screen
  }
}

/** Builds the routes from what the features declare. */
export function makeRouter(features: readonly WebFeature[]) {
  const root = createRootRoute({ component: Root, notFoundComponent: NotFound })
  const shell = createRoute({
    getParentRoute: () => root,
    id: 'shell',
    component: Shell,
    beforeLoad: ({ location }) => requireSession(location.href),
  })
  const screens = [homeScreen, ...features.flatMap(screensWithWords)]
  const isBare = (screen: Screen) => screen.frame === 'bare' || screen.audience === 'public'
  const framed = screens.filter((screen) => !isBare(screen)).map((screen) => toRoute(screen, () => shell))
  const bare = screens.filter(isBare).map((screen) => toRoute(screen, () => root))
  const elsewhere = createRoute({ getParentRoute: () => shell, path: '$', component: NotFound })
  return createRouter({
    routeTree: root.addChildren([shell.addChildren([...framed, elsewhere]), ...bare]),
    // Parameters are plain text; each screen reads its own with checks.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      // A comma means nothing to the address and reads better as it is.
      const text = new URLSearchParams(search as Record<string, string>).toString().replaceAll('%2C', ',')
      return text === '' ? '' : `?${text}`
    },
    defaultPreload: 'intent',
    defaultPendingMs: 120,
    defaultPendingComponent: ScreenLoading,
    defaultErrorComponent: ScreenError,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  })
}

/** The application's router. */
export type AppRouter = ReturnType<typeof makeRouter>

/** What a feature may use stands above it, words too. */
function screensWithWords(
  { screens = [] }: WebFeature,
  at: number,
  features: readonly WebFeature[],
): Screen[] {
  const above = features.slice(0, at + 1).map((feature) => `features/${feature.name}`)
  const words = ['core/expression-field', ...above]
  return screens.map((screen) => ({ words, ...screen }))
}

function toRoute(screen: Screen, parent: () => AnyRoute): AnyRoute {
  return createRoute({
    getParentRoute: parent,
    path: screen.path,
    staticData: { screen },
    component: lazyRouteComponent(() => loadGuarded(screen)),
    beforeLoad: ({ location }) => {
      if (screen.audience !== 'public') requireSession(location.href)
    },
  })
}

async function loadGuarded(screen: Screen): Promise<{ default: ComponentType }> {
  const [Component] = await Promise.all([screen.load(), loadWords(screen.words ?? [])])
  const { permission } = screen
  if (permission === undefined) return { default: Component }
  return {
    default: function GuardedScreen() {
      return (
        <NoPermission permission={permission}>
          <Component />
        </NoPermission>
      )
    },
  }
}

function requireSession(href: string): void {
  if (sessionStore.get().status !== 'signed-out') return
  throw redirect({ to: signInPath, search: (href === '/' ? {} : { next: href }) as never })
}
