/** The address of a page with its parameters, which the page reads as `page.parameters.NAME`. */
export function pageAddress(pageId: string, parameters: Record<string, unknown> = {}): string {
  const entries = Object.entries(parameters)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)])
  const text = new URLSearchParams(entries as [string, string][]).toString()
  return `/pages/${pageId}${text === '' ? '' : `?${text}`}`
}
