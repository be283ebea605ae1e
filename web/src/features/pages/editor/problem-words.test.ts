// @vitest-environment jsdom
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { PageProblem } from '@flexoffice/page-model'
import { beforeEach, describe, expect, it } from 'vitest'
import { hasMessage, loadWords, setLanguage } from '../../../core/i18n/languages.ts'
import { explainPageProblem } from './scope.tsx'

const packages = resolve(import.meta.dirname, '../../../../../packages')

function read(folder: string): string {
  const files = globSync(`${folder}/src/*.ts`, { cwd: packages }).filter((file) => !file.includes('.test.'))
  return files.map((file) => readFileSync(resolve(packages, file), 'utf8')).join('\n')
}

function codesIn(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1]!))].sort()
}

const pageCodes = [
  ...codesIn(read('page-model'), /page(?:Error|Warning)\(\s*'([a-z_]+)'/g),
  'unknown_query',
  'unknown_table',
  'unknown_page',
]
const expressionCodes = [
  ...codesIn(
    read('expression'),
    /(?:makeProblem|reportProblem|refuse)\(\s*(?:compilation,\s*|reading,\s*)?'([a-z_]+)'/g,
  ),
  ...codesIn(/const syntaxCodes[^{]*{([^}]*)}/.exec(read('expression'))![1]!, /^\s*([a-z_]+):/gm),
]

beforeEach(() => loadWords(['core/expression-field', 'features/pages']))

describe.each(['en', 'pt-BR'] as const)('in %s', (language) => {
  beforeEach(() => setLanguage(language))

  it('every mistake of a page and of an expression has words', () => {
    expect(pageCodes.length).toBeGreaterThan(15)
    expect(expressionCodes.length).toBeGreaterThan(25)
    const unwritten = [
      ...pageCodes.map((code) => `pageProblems.${code}`),
      ...expressionCodes.map((code) => `expressionProblems.${code}`),
    ].filter((key) => !hasMessage(key))
    expect(unwritten).toEqual([])
  })

  it('words take what is variable from the parameters', () => {
    const words = [
      explain('binding_cycle', { path: 'a → b → a' }),
      explain('wrong_value', { wanted: 'range', minimum: 1, maximum: 5 }),
      explain('wrong_type', { expected: 'number' }),
      explain('unknown_column', { column, columnName: 'price' }),
      explain('unknown_column', { column }),
      explain('unknown_state', { name: 'tap', suggestion: 'tab' }),
    ]
    expect(words).toEqual(expected[language])
  })
})

it('tells in Portuguese what a formula that names nothing may have meant', async () => {
  await setLanguage('pt-BR')
  expect(explain('unknown_name', { name: 'tabel1', suggestion: 'table1' })).toBe(
    '“tabel1” não é conhecido aqui. Escolha um dos nomes oferecidos ao digitar. Você quis dizer “table1”?',
  )
})

const column = '0198a1b2-0000-7000-8000-000000000100'
const expected = {
  en: [
    'These bindings need one another in a circle: a → b → a. Take one of them out.',
    'This must be between 1 and 5. Change it.',
    'This gives another kind of value: a number is needed here. Change the expression.',
    'The column “price” does not exist any more, or you may not read it. Take it out, or choose another.',
    'A column that is used here does not exist any more, or you may not read it. Choose the columns again.',
    'The page has no variable “tap”. Add it under Values, or choose another. Did you mean “tab”?',
  ],
  'pt-BR': [
    'Estas ligações dependem umas das outras em círculo: a → b → a. Remova uma delas.',
    'Isto precisa ser um número entre 1 e 5. Altere.',
    'Isto resulta em outro tipo de valor: aqui é preciso um número. Altere a expressão.',
    'A coluna “price” não existe mais ou você não pode lê-la. Remova-a ou escolha outra.',
    'Uma coluna usada aqui não existe mais ou você não pode lê-la. Escolha as colunas de novo.',
    'A página não tem a variável “tap”. Adicione-a em Valores ou escolha outra. Você quis dizer “tab”?',
  ],
}

function explain(code: string, params: PageProblem['params']): string {
  return explainPageProblem({ code, params, severity: 'error', message: `English of ${code}.` })
}
