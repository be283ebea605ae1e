import type { Locator, Page } from 'playwright-core'

/** Chooses in a field with a list: opens it and presses the option. */
export async function choose(page: Page, field: Locator, option: string): Promise<void> {
  await field.click()
  await page.getByRole('option', { name: option }).first().click()
}

/** Chooses in a field where one types to find; its list is gone afterwards. */
export async function findAndChoose(page: Page, field: Locator, option: string): Promise<void> {
  await field.fill(option)
  await page.getByRole('option', { name: option }).first().click()
  await page.getByRole('listbox').waitFor({ state: 'hidden' })
}
