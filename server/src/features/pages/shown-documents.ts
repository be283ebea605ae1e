import type { PageDocument } from '@flexoffice/contract/page-document'
import type { ReaderDocument } from '@flexoffice/page-model'
import { toReaderDocument } from '@flexoffice/page-model'
import type { Runtime } from '../../core/runtime.ts'
import { perRuntime } from '../../core/runtime.ts'
import type { Database } from '../../core/store/management-store.ts'
import { readDraft } from './page-draft.ts'
import { findVersion } from './page-store.ts'

interface PublishedDocument {
  document: PageDocument
  reader: ReaderDocument
}

const maximumKept = 200

/** Versions never change, so one that was read stays good; who may see it is asked each time before. */
const kept = perRuntime(() => new Map<string, PublishedDocument>())

/** A version's document, whole for the server and cut for readers. */
export async function loadPublished(
  runtime: Runtime,
  db: Database,
  pageId: string,
  number: number,
): Promise<PublishedDocument> {
  const documents = kept(runtime)
  const key = `${pageId}:${number}`
  const present = documents.get(key)
  if (present) return present
  const { document } = await findVersion(db, pageId, number)
  const made = { document, reader: toReaderDocument(document) }
  if (documents.size >= maximumKept) documents.delete(documents.keys().next().value as string)
  documents.set(key, made)
  return made
}

const drafts = perRuntime(() => new Map<string, { clock: string; document: PageDocument }>())

/** The draft as it was at a clock; an editor's many queries of one state read it once. */
export async function loadDraftDocument(
  runtime: Runtime,
  db: Database,
  pageId: string,
  clock: string,
): Promise<PageDocument> {
  const documents = drafts(runtime)
  const present = documents.get(pageId)
  if (present?.clock === clock) return present.document
  const document = await readDraft(db, pageId)
  if (documents.size >= maximumKept) documents.delete(documents.keys().next().value as string)
  documents.set(pageId, { clock, document })
  return document
}
