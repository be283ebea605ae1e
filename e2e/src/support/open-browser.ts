import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const pictureFolder = resolve(import.meta.dirname, '../../../build/e2e')

/** Starts the machine's Chromium. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags })
}

/** How a person's browser is set up. */
export interface VisitorOptions {
  language?: 'en' | 'pt-BR'
  width?: number
  height?: number
}

/** A browser of one person, with cookies of their own, and everything that went wrong in it. */
export interface Visitor {
  context: BrowserContext
  page: Page
  /** Uncaught errors and failed answers of the server (500 and above) so far; a test expects none. */
  failures: string[]
}

/** Opens a fresh browser profile on the product. */
export async function visit(browser: Browser, url: string, options: VisitorOptions = {}): Promise<Visitor> {
  const { language = 'en', width = 1440, height = 900 } = options
  const context = await browser.newContext({
    baseURL: url,
    locale: language,
    viewport: { width, height },
    // What fades in would be measured half transparent.
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const failures: string[] = []
  page.on('pageerror', (error) => failures.push(String(error)))
  page.on('response', (answer) => {
    if (answer.status() >= 500) failures.push(`${answer.status()} ${answer.url()}`)
  })
  return { context, page, failures }
}

/** Keeps a picture of what is on screen as `build/e2e/NAME.png`, for people to look at. */
export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(pictureFolder, { recursive: true })
  await page.screenshot({ path: resolve(pictureFolder, `${name}.png`) })
}
