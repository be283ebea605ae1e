import { AppError } from '@flexoffice/base'
import { type PageDocument, pageDocument } from '@flexoffice/contract/page-document'
import { printStable } from './stable-json.ts'

/**
 * The page as files, by path: `page.json`, one file per widget and per query, named by id so that renaming is no new
 * file. Equal pages give equal bytes, and branches that add different widgets merge without conflict.
 */
export function toFiles(page: PageDocument): Record<string, string> {
  const { widgets, queries, ...rest } = page
  const files: Record<string, string> = { 'page.json': printStable(rest) }
  for (const id of Object.keys(queries).sort()) files[`queries/${id}.json`] = printStable(queries[id])
  for (const id of Object.keys(widgets).sort()) files[`widgets/${id}.json`] = printStable(widgets[id])
  return files
}

/** Reads a page from its files; names the file and the field of the first mistake. */
export function fromFiles(files: Readonly<Record<string, string>>): PageDocument {
  const page = { ...(parseFile(files, 'page.json') as object), widgets: {}, queries: {} } as Record<
    string,
    unknown
  >
  for (const path of Object.keys(files).sort()) {
    const match = /^(widgets|queries)\/([^/]+)\.json$/.exec(path)
    if (match) (page[match[1]!] as Record<string, unknown>)[match[2]!] = parseFile(files, path)
    else if (path !== 'page.json') throw refuseFile(path, 'A page has no such file. Remove it.')
  }
  const result = pageDocument.safeParse(page)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  const [folder, id, ...field] = issue.path.map(String)
  const isNode = (folder === 'widgets' || folder === 'queries') && id !== undefined
  throw refuseFile(
    isNode ? `${folder}/${id}.json` : 'page.json',
    `${(isNode ? field : issue.path.map(String)).join('/')}: ${issue.message}`,
  )
}

function parseFile(files: Readonly<Record<string, string>>, path: string): unknown {
  const text = Object.hasOwn(files, path) ? files[path] : undefined
  if (text === undefined) throw refuseFile(path, 'The file is missing.')
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw refuseFile(path, 'The file is not JSON.')
  }
}

function refuseFile(path: string, message: string): AppError {
  return new AppError('invalid_input', {
    public: `The page cannot be read from its files. ${path}: ${message}`,
    fields: [{ path: `/${path}`, message }],
    reason: 'page_files_invalid',
  })
}
