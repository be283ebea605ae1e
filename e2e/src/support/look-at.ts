import type { Page } from 'playwright-core'
import { checkAccessibility } from './check-accessibility.ts'
import { takePicture } from './open-browser.ts'

const sizes = [
  { width: 834, height: 1112 },
  { width: 1440, height: 900 },
]

/**
 * Looks at a screen: nothing for the accessibility check to find, light and dark. With `E2E_LOOK=pictures` it also keeps
 * pictures of it, light and dark, on a desktop and a tablet; with `E2E_LOOK=quick`, for work on a test, one picture and no check.
 */
export async function lookAt(page: Page, screen: string): Promise<void> {
  const how = process.env.E2E_LOOK
  // A screen is there when its one heading is: its code arrives after the address.
  await page.locator('h1').first().waitFor()
  if (how === 'quick') return takePicture(page, screen)
  await checkAccessibility(page, screen)
  if (how !== 'pictures') return
  for (const size of sizes) {
    await page.setViewportSize(size)
    for (const theme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme: theme })
      await page.locator(`html[data-theme="${theme}"]`).waitFor()
      // Colours fade over, and charts and the page's grid measure themselves.
      await page.waitForTimeout(400)
      await takePicture(page, `${screen}-${theme}-${size.width}`)
    }
  }
}
