import type { Page } from 'playwright-core'
import type { Product } from './start-product.ts'

/** The words on the screens of sign-in, by language, as far as tests press and fill them. */
const words = {
  en: {
    code: 'Set-up code',
    workspace: 'Workspace name',
    name: 'Your name',
    email: 'E-mail',
    password: 'Password',
    setUp: 'Create workspace',
    signIn: 'Sign in',
    profile: /^Profile of/,
    signOut: 'Sign out',
    join: /^Join/,
  },
  'pt-BR': {
    code: 'Código de configuração',
    workspace: 'Nome do espaço de trabalho',
    name: 'Seu nome',
    email: 'E-mail',
    password: 'Senha',
    setUp: 'Criar espaço de trabalho',
    signIn: 'Entrar',
    profile: /^Perfil de/,
    signOut: 'Sair',
    join: /^Entrar em/,
  },
} as const

type Language = keyof typeof words

/** Somebody who signs in. */
export interface Credentials {
  name: string
  email: string
  password: string
}

/** Sets up the first workspace on its screen; the page ends on Home. */
export async function setUpWorkspace(
  page: Page,
  product: Product,
  admin: Credentials & { workspace: string },
  language: Language = 'en',
): Promise<void> {
  const word = words[language]
  await page.goto('/')
  await page.getByLabel(word.code).fill(product.setUpCode)
  await page.getByLabel(word.workspace).fill(admin.workspace)
  await page.getByLabel(word.name).fill(admin.name)
  await page.getByLabel(word.email).fill(admin.email)
  await page.getByLabel(word.password, { exact: true }).fill(admin.password)
  await page.getByRole('button', { name: word.setUp }).click()
  await waitForHome(page, language)
}

/** Signs in; the page ends on Home or where `path` led. */
export async function signIn(
  page: Page,
  person: Pick<Credentials, 'email' | 'password'>,
  language: Language = 'en',
  path = '/',
): Promise<void> {
  const word = words[language]
  await page.goto(path)
  await page.getByLabel(word.email).fill(person.email)
  await page.getByLabel(word.password, { exact: true }).fill(person.password)
  await page.getByRole('button', { name: word.signIn, exact: true }).click()
  await waitForHome(page, language)
}

/** Opens an invitation's link as a new person and joins; the page ends on Home. */
export async function acceptInvitation(
  page: Page,
  link: string,
  person: Pick<Credentials, 'name' | 'password'>,
  language: Language = 'en',
): Promise<void> {
  const word = words[language]
  await page.goto(link)
  await page.getByLabel(word.name).fill(person.name)
  await page.getByLabel(word.password, { exact: true }).fill(person.password)
  await page.getByRole('button', { name: word.join }).click()
  await waitForHome(page, language)
}

/** Signs out by the profile menu. */
export async function signOut(page: Page, language: Language = 'en'): Promise<void> {
  const word = words[language]
  await page.getByRole('button', { name: word.profile }).click()
  await page.getByRole('menuitem', { name: word.signOut }).click()
  await page.getByRole('button', { name: word.signIn, exact: true }).waitFor()
}

async function waitForHome(page: Page, language: Language): Promise<void> {
  await page.getByRole('button', { name: words[language].profile }).waitFor()
}
