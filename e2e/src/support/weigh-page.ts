import { gzipSync } from 'node:zlib'
import type { Browser, Page, Response } from 'playwright-core'
import type { Visitor } from './open-browser.ts'

/** What a browser fetched, largest first. */
export interface PageWeight {
  kilobytes: number
  files: Array<{ name: string; kilobytes: number }>
}

/**
 * Opens a page with an empty cache as somebody who is signed in, and weighs the scripts and styles that it asks for
 * until `isReady`: gzip, without the library that draws charts, which comes after the page.
 */
export async function weighPage(
  browser: Browser,
  { page }: Visitor,
  isReady: (page: Page) => Promise<unknown>,
): Promise<PageWeight> {
  const context = await browser.newContext({
    storageState: await page.context().storageState(),
    locale: 'en',
    viewport: page.viewportSize(),
  })
  const fresh = await context.newPage()
  const answers: Response[] = []
  const keep = (answer: Response) => {
    if (['script', 'stylesheet'].includes(answer.request().resourceType())) answers.push(answer)
  }
  fresh.on('response', keep)
  await fresh.goto(page.url())
  await isReady(fresh)
  fresh.off('response', keep)
  const weighed = await Promise.all(
    answers
      .map((answer) => ({ answer, name: new URL(answer.url()).pathname }))
      .filter(({ name }) => !name.includes('/draw-chart'))
      .map(async ({ answer, name }) => ({ name, kilobytes: gzipSync(await answer.body()).length / 1024 })),
  )
  await context.close()
  const files = weighed.sort((first, second) => second.kilobytes - first.kilobytes)
  return { kilobytes: files.reduce((sum, file) => sum + file.kilobytes, 0), files }
}
