import type { Screen } from '../registry.ts'

/** The first screen after sign-in. */
export const homeScreen: Screen = {
  path: '/',
  titleKey: 'home.title',
  load: async () => (await import('./home-screen.tsx')).HomeScreen,
}
