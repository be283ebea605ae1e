import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Benchmark } from '../benchmark.ts'
import { buildWeb } from '../build-web.ts'

const pagesFolder = 'src/features/pages'

/**
 * What a reader's browser asks for until a page with every kind of widget shows its data: the entry, the sidebar's
 * pages, the viewer, the widgets, their words. What floats (menus, lists, dialogs, messages) is drawn without its code
 * until somebody uses it or nothing else is loading, so it does not count; the browser test of the editor weighs the
 * same in a real browser.
 */
const loadedLazily = [
  `${pagesFolder}/list/sidebar-pages.tsx`,
  `${pagesFolder}/viewer/viewer-screen.tsx`,
  ...['button', 'chart', 'filter', 'form', 'kpi', 'table', 'text'].map(
    (type) => `${pagesFolder}/widgets/${type}/${type}-widget.tsx`,
  ),
]

/** The chunk with the chart library: it comes after the page, with the first chart. */
const charts = `${pagesFolder}/widgets/chart/draw-chart.ts`

/** Named by index.html, so that the first paint has the right colours. */
const themeScript = 'theme.js'

const limitKilobytes = 250

/** How much a reader's browser asks for before its page is drawn, charts apart: script and style, gzip, English words. */
export const viewerBundle: Benchmark = {
  name: 'viewer-bundle',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'flexoffice-bench-bundle-'))
    try {
      await buildWeb(folder)
      const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Manifest
      const viewer = filesOf(manifest, ['index.html', ...loadedLazily, ...englishWords(manifest)])
      const chart = filesOf(manifest, [charts])
      const misplaced = [...chart].filter((file) => viewer.has(file) && isOwnChunk(manifest, file))
      if (misplaced.length > 0)
        throw new Error(`The chart library is loaded with every page: ${misplaced.join(', ')}`)
      viewer.add(themeScript)
      const kilobytes = gzipKilobytes(folder, viewer)
      const chartKilobytes = gzipKilobytes(folder, new Set([...chart].filter((file) => !viewer.has(file))))
      return [
        {
          benchmark: 'viewer-bundle',
          what: 'viewer bundle before charts, gzip',
          measured: `${kilobytes.toFixed(1)} KB in ${viewer.size} files; charts add ${chartKilobytes.toFixed(1)} KB`,
          target: `at most ${limitKilobytes} KB`,
          reached: kilobytes <= limitKilobytes,
        },
      ]
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

interface ManifestEntry {
  file: string
  name?: string
  imports?: string[]
  css?: string[]
}

type Manifest = Record<string, ManifestEntry>

/** Every file that these entries need at once: what they import, not what they may import later. */
function filesOf(manifest: Manifest, entries: readonly string[]): Set<string> {
  const files = new Set<string>()
  const visited = new Set<string>()
  const visit = (key: string): void => {
    if (visited.has(key)) return
    visited.add(key)
    const entry = manifest[key]
    if (!entry) throw new Error(`The build has no chunk for ${key}.`)
    files.add(entry.file)
    for (const style of entry.css ?? []) files.add(style)
    for (const imported of entry.imports ?? []) visit(imported)
  }
  for (const key of entries) visit(key)
  return files
}

/** The words that are always there are one chunk of each language, however many files they come from. */
function englishWords(manifest: Manifest): string[] {
  const found = Object.entries(manifest).filter(([, { name }]) => name === 'words-en')
  if (found.length === 0) throw new Error('The build has no chunk words-en.')
  return found.map(([key]) => key)
}

function isOwnChunk(manifest: Manifest, file: string): boolean {
  return manifest[charts]?.file === file
}

function gzipKilobytes(folder: string, files: ReadonlySet<string>): number {
  const bytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0)
  return bytes / 1024
}
