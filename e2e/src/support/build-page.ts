import { gridColumns, rowHeightPixels } from '@flexoffice/contract/page-document'
import type { Locator, Page } from 'playwright-core'

/** A place on the page's grid: column and row of the upper left corner. */
export interface Place {
  column: number
  row: number
}

/** Drags a widget from the palette by the mouse and drops it with its upper left corner at a place; `width` is its own, in columns. */
export async function dragWidget(page: Page, item: Locator, place: Place, width: number): Promise<void> {
  const grid = await readGrid(page)
  const from = await centreOf(item)
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  const x = grid.left + (place.column + width / 2) * grid.columnWidth
  // A new widget hangs from the pointer by its second row.
  const y = grid.top + (place.row + 2.3) * grid.rowHeight
  await page.mouse.move((from.x + x) / 2, (from.y + y) / 2, { steps: 4 })
  await page.mouse.move(x, y, { steps: 4 })
  await page.locator('[data-ghost]').waitFor()
  await page.mouse.up()
}

/** Drags the lower right corner of the selected widget so that it ends after a column and a row. */
export async function resizeWidget(page: Page, name: string, end: Place): Promise<void> {
  const grid = await readGrid(page)
  const from = await centreOf(page.locator(`[data-corner="${name}"]`))
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  const to = { x: grid.left + end.column * grid.columnWidth, y: grid.top + end.row * grid.rowHeight }
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 3 })
  await page.mouse.move(to.x, to.y, { steps: 3 })
  await page.mouse.up()
}

async function readGrid(page: Page) {
  const element = page.locator('[data-page-grid]')
  const box = await element.boundingBox()
  if (!box) throw new Error('The page of the editor is not on screen.')
  const scale = Number(await element.getAttribute('data-page-grid'))
  return {
    left: box.x,
    top: box.y,
    columnWidth: box.width / gridColumns.desktop,
    rowHeight: rowHeightPixels * scale,
  }
}

async function centreOf(locator: Locator): Promise<{ x: number; y: number }> {
  await locator.scrollIntoViewIfNeeded()
  const box = await locator.boundingBox()
  if (!box) throw new Error(`${locator} is not on screen.`)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
