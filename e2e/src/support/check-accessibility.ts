import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const bothThemes = ['light', 'dark'] as const
type Themes = readonly (typeof bothThemes)[number][]

/** Looks for violations of WCAG 2.1 AA and of axe's best practices in what is on screen, light and dark unless told otherwise; answers them in words. */
export async function findViolations(page: Page, themes: Themes = bothThemes): Promise<string[]> {
  const found: string[] = []
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme })
    await page.locator(`html[data-theme="${theme}"]`).waitFor()
    await waitForColours(page)
    const { violations } = await new AxeBuilder({ page }).analyze()
    for (const { id, help, nodes } of violations)
      found.push(
        ...nodes.map((node) => `${theme} ${id}: ${help}: ${node.target.join(' ')} ${node.failureSummary}`),
      )
  }
  await page.emulateMedia({ colorScheme: 'light' })
  return found
}

/**
 * Fails with every violation named; `screen` says where it was. What is found is looked for again a moment later: a screen
 * whose code is still on its way shows a stand-in for some frames, and only what stays is a violation.
 */
export async function checkAccessibility(page: Page, screen: string, themes?: Themes): Promise<void> {
  let found = await findViolations(page, themes)
  if (found.length > 0) {
    await page.waitForTimeout(1_000)
    found = await findViolations(page, themes)
  }
  if (found.length > 0) throw new Error(`${screen} has ${found.length} violations:\n${found.join('\n\n')}`)
}

/** With motion reduced each element still takes a frame to change its inherited colour; until then text would seem unreadable. */
async function waitForColours(page: Page): Promise<void> {
  const isChanging = 'document.getAnimations().some((animation) => animation instanceof CSSTransition)'
  for (let quiet = 0; quiet < 3; ) {
    quiet = (await page.evaluate(isChanging)) ? 0 : quiet + 1
    await page.waitForTimeout(30)
  }
}
