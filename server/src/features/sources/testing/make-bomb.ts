import { zipFiles } from '@flexoffice/testkit'

/** For tests: a workbook whose one sheet inflates to 64 MB. */
export function makeBomb(): Buffer {
  const relations = (inner: string) =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const parts = {
    '_rels/.rels': Buffer.from(
      relations(`<Relationship Id="r1" Type="${type}/officeDocument" Target="xl/workbook.xml"/>`),
    ),
    'xl/workbook.xml': Buffer.from(
      '<workbook><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
    ),
    'xl/_rels/workbook.xml.rels': Buffer.from(
      relations(`<Relationship Id="r1" Type="${type}/worksheet" Target="worksheets/a.xml"/>`),
    ),
    'xl/worksheets/a.xml': Buffer.alloc(64 * 1024 * 1024, ' '),
  }
  return zipFiles(parts)
}
