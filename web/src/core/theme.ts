import { createStore, useStore } from './store.ts'

/** What the person chose; `system` follows the machine. */
export type Theme = 'system' | 'light' | 'dark'

const dark = matchMedia('(prefers-color-scheme: dark)')
const stored = localStorage.getItem('theme')
const theme = createStore<Theme>(stored === 'light' || stored === 'dark' ? stored : 'system')

dark.addEventListener('change', apply)

/** Shows a theme at once and remembers it on this machine. */
export function setTheme(chosen: Theme): void {
  localStorage.setItem('theme', chosen)
  theme.set(chosen)
  apply()
}

/** The chosen theme. */
export function useTheme(): Theme {
  return useStore(theme)
}

function apply(): void {
  const chosen = theme.get()
  const isDark = chosen === 'dark' || (chosen === 'system' && dark.matches)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
}
