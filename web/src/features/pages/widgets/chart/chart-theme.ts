import { type RefObject, useEffect, useState } from 'react'

/** The colours and the font of a chart, taken from the tokens where it stands. */
export interface ChartTheme {
  palette: string[]
  ink: string
  muted: string
  line: string
  surface: string
  raised: string
  font: string
}

/** Reads the tokens as they count for an element: the page's own theme may differ from the rest of the screen. */
export function readChartTheme(element: Element): ChartTheme {
  const style = getComputedStyle(element)
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    palette: Array.from({ length: 8 }, (_, index) => token(`chart-${index + 1}`)),
    ink: token('ink'),
    muted: token('muted'),
    line: token('line'),
    surface: token('surface'),
    raised: token('raised'),
    font: style.fontFamily,
  }
}

/** The theme at present; changes with light and dark. Null until the element is on screen. */
export function useChartTheme(element: RefObject<HTMLElement | null>): ChartTheme | null {
  const [theme, setTheme] = useState<ChartTheme | null>(null)
  useEffect(() => {
    const read = () => element.current && setTheme(readChartTheme(element.current))
    read()
    const observer = new MutationObserver(read)
    observer.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ['data-theme', 'style'],
      subtree: false,
    })
    const own = element.current?.closest('[data-theme]')
    if (own && own !== document.documentElement)
      observer.observe(own, { attributes: true, attributeFilter: ['data-theme', 'style'] })
    return () => observer.disconnect()
  }, [element])
  return theme
}
