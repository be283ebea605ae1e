import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { emptyPage, type PageDocument, type WidgetNode } from '@flexoffice/contract/page-document'
import { createPage } from '@flexoffice/contract/pages'
import { signIn } from '@flexoffice/contract/people'
import { createClient } from '@flexoffice/sdk/client'
import { type CDPSession, chromium, type Page } from 'playwright-core'
import type { Benchmark } from '../benchmark.ts'
import { describeSpread, median } from '../benchmark.ts'
import { buildWeb } from '../build-web.ts'
import { admin, startProduct } from '../start-product.ts'

const widgets = 50
const changes = 40
const warmUp = 10
/** Long enough for a change to be painted and for what was put off to a quiet moment. */
const quietMilliseconds = 200
const limitMilliseconds = 8

/** How much script runs in the editor's browser between a change of one property and its preview, on a full page. */
export const pagePreview: Benchmark = {
  name: 'page-preview',
  async run() {
    const dataFolder = mkdtempSync(join(tmpdir(), 'flexoffice-bench-preview-'))
    await buildWeb()
    const product = await startProduct(dataFolder)
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
    })
    try {
      const baseUrl = `http://127.0.0.1:${product.port}`
      const pageId = await createFullPage(baseUrl)
      const page = await browser.newPage({
        baseURL: baseUrl,
        locale: 'en',
        viewport: { width: 1440, height: 900 },
      })
      await openEditor(page, pageId)
      const times = await measureChanges(page)
      return [
        {
          benchmark: 'page-preview',
          what: `property change to preview on a page of ${widgets} widgets, script`,
          measured: `${describeSpread(times)} ms over ${times.length} changes`,
          target: `at most ${limitMilliseconds} ms at the median`,
          reached: median(times) <= limitMilliseconds,
          rounds: times,
        },
      ]
    } finally {
      await browser.close()
      await product.stop()
      rmSync(dataFolder, { recursive: true, force: true })
    }
  },
}

/** The changed figure is the first; texts and buttons beside it depend on the page's state, as on a real page. */
function fullPage(): PageDocument {
  const page = emptyPage('Full page')
  page.state.number = { type: 'number', initial: 1234 }
  for (let index = 0; index < widgets; index += 1) {
    const widget = makeWidget(index)
    page.widgets[widget.id] = widget
  }
  return page
}

function makeWidget(index: number): WidgetNode {
  const id = `w${index}`
  const layout = { desktop: { x: (index % 4) * 6, y: Math.floor(index / 4) * 10, w: 6, h: 10 } }
  const base = { id, name: `widget${index}`, parent: null, layout, events: {} }
  const number = { kind: 'expression' as const, source: 'state.number' }
  if (index % 3 === 0) return { ...base, type: 'kpi', properties: { value: number } }
  const content = { kind: 'template' as const, source: `{{ state.number }} of widget ${index}` }
  return index % 3 === 1
    ? { ...base, type: 'text', properties: { content } }
    : { ...base, type: 'button', properties: { text: content } }
}

async function createFullPage(baseUrl: string): Promise<string> {
  const answer = await createClient({ baseUrl }).call(signIn, admin)
  if (answer.status !== 'signed_in') throw new Error('The benchmark has one workspace only.')
  const client = createClient({ baseUrl, getToken: () => answer.accessToken })
  return (await client.call(createPage, { title: 'Full page', document: fullPage() })).id
}

async function openEditor(page: Page, pageId: string): Promise<void> {
  await page.goto(`/pages/${pageId}/edit`)
  await page.getByLabel('E-mail').fill(admin.email)
  await page.getByLabel('Password', { exact: true }).fill(admin.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('[data-frame="w0"]').waitFor()
  await page.locator('[data-frame="w0"]').click()
  await page.getByRole('textbox', { name: 'Decimal places' }).waitFor()
}

/** Steps the decimal places up and down by key; the figure on the page shows them. */
async function measureChanges(page: Page): Promise<number[]> {
  const field = page.getByRole('textbox', { name: 'Decimal places' })
  await field.focus()
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const times: number[] = []
  for (let change = 0; change < changes + warmUp; change += 1) {
    await wait(quietMilliseconds)
    const before = await scriptMilliseconds(session)
    await page.keyboard.press(change % 2 === 0 ? 'ArrowUp' : 'ArrowDown')
    // Nothing is asked of the page meanwhile: what a test reads would count as script too.
    await wait(quietMilliseconds)
    const spent = (await scriptMilliseconds(session)) - before
    await page
      .locator('[data-frame="w0"]')
      .getByText(change % 2 === 0 ? '1,234.0' : '1,234', { exact: true })
      .waitFor()
    if (change >= warmUp) times.push(spent)
  }
  return times
}

async function scriptMilliseconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'ScriptDuration')!.value * 1000
}
