import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const themes = {
  light: readTokens(/\[data-theme="light"\] \{([^}]*)\}/),
  dark: readTokens(/\n\[data-theme="dark"\] \{([^}]*)\}/),
}
const grounds = ['canvas', 'surface', 'raised', 'sunken', 'hover']
const pairs: Array<[string, string]> = [
  ...['ink', 'muted', 'faint'].flatMap((text) => grounds.map((ground): [string, string] => [text, ground])),
  ['muted', 'pressed'],
  ['ink', 'accent-soft'],
  ['muted', 'accent-soft'],
  ...['accent', 'accent-strong', 'success', 'warning', 'danger', 'danger-strong', 'info'].map(
    (fill): [string, string] => ['on-solid', fill],
  ),
  ...['accent', 'success', 'warning', 'danger', 'info'].flatMap(
    (tone): Array<[string, string]> => [
      [`${tone}-ink`, `${tone}-soft`],
      [`${tone}-ink`, 'surface'],
      [`${tone}-ink`, 'raised'],
    ],
  ),
]

describe.each(Object.entries(themes))('%s tokens', (_, tokens) => {
  test('text reaches 4.5 to 1 on every ground it is used on', () => {
    const low = pairs.filter(([text, ground]) => contrast(tokens, text, ground) < 4.5)
    expect(
      low.map(([text, ground]) => `${text} on ${ground}: ${contrast(tokens, text, ground).toFixed(2)}`),
    ).toEqual([])
  })

  test('edges of fields and colours of charts reach 3 to 1', () => {
    const names = ['field', ...Array.from({ length: 8 }, (_, index) => `chart-${index + 1}`)]
    expect(names.filter((name) => contrast(tokens, name, 'surface') < 3)).toEqual([])
  })

  test('has the same names as the other theme', () => {
    expect([...tokens.keys()]).toEqual([...themes.light.keys()])
  })
})

function readTokens(block: RegExp): Map<string, string> {
  const body = block.exec(css)?.[1] ?? ''
  return new Map(
    [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
  )
}

function contrast(tokens: Map<string, string>, first: string, second: string): number {
  const [light, dark] = [luminance(tokens.get(first)), luminance(tokens.get(second))].sort(
    (left, right) => right - left,
  )
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

function luminance(hex: string | undefined): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt((hex ?? '').slice(at, at + 2), 16) / 255)
  const [red = 0, green = 0, blue = 0] = channels.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
