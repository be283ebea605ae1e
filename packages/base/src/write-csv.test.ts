import { describe, expect, it } from 'vitest'
import { escapeCsvCell, writeCsv, writeCsvRow } from './write-csv.ts'

describe('writes CSV', () => {
  it('escapes what a spreadsheet program would run', () => {
    for (const text of ['=1+1', '+cmd|x', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '＝1', '-', '+55 11'])
      expect(escapeCsvCell(text)).toBe(`'${text}`)
    for (const text of ['', 'a=1', '-5', '-1.234,56', '+3.5e10', 'Ana', '50%', '-10%'])
      expect(escapeCsvCell(text)).toBe(text)
  })

  it('quotes only where it must', () => {
    expect(writeCsvRow(['a', null, '', 'x,y', 'say "hi"', 1.5, true, ' pad', 'l1\nl2'])).toBe(
      'a,,"","x,y","say ""hi""",1.5,true," pad","l1\nl2"\r\n',
    )
    expect(writeCsvRow(['a;b', 'c,d'], { delimiter: ';', mark: false, lineEnd: '\n' })).toBe('"a;b";c,d\n')
  })

  it('streams with a mark and in pieces', async () => {
    const pieces: string[] = []
    const rows = Array.from({ length: 20_000 }, (_, at) => [at, 'text'])
    for await (const piece of writeCsv(['n', 't'], rows, { delimiter: ',', mark: true, lineEnd: '\n' }))
      pieces.push(piece)
    expect(pieces.length).toBeGreaterThan(1)
    expect(pieces.join('').split('\n')).toHaveLength(20_002)
    expect(pieces[0]!.startsWith('\ufeffn,t\n0,text\n')).toBe(true)
  })
})
