import { z } from 'zod'

/**
 * The socket on which a page's draft is edited together: Yjs in the Hocuspocus protocol, the page's id is the document's
 * name, the access token its token. An update is acknowledged (`unsyncedChanges` of the provider falls to 0) only once it
 * is stored: that is when an editor may say "Saved".
 */
export const pageLivePath = '/api/pages/live'

/** Why the socket was closed; the reason's text is a stable code. */
export const pageLiveCloseCodes = {
  /** The session ended or the token ran out; sign in or send a fresh token, then connect again. */
  sessionEnded: 4401,
  /** `pages.edit` was taken away. */
  forbidden: 4403,
  /** The page went into the bin, or is not there. */
  pageGone: 4404,
  /** An update of this client was refused (the stateless message before says why): start from the server's state. */
  updateRefused: 4422,
  /** More than 100 messages a second over a long time. */
  tooFast: 4429,
  /** The store did not answer; what was not acknowledged is still with the client. Connect again. */
  unavailable: 4503,
} as const

/** What the server tells one editor besides the document, as JSON in stateless messages. */
export const pageLiveMessage = z.discriminatedUnion('type', [
  /** First message: may this connection write, and which name and colour do the others see. */
  z.object({
    type: z.literal('welcome'),
    readOnly: z.boolean(),
    /** Why it is read-only: as many editors are there as the workspace allows. */
    reason: z.literal('too_many_editors').optional(),
    maximumEditors: z.int(),
    user: z.object({ id: z.uuid(), name: z.string(), color: z.string() }),
  }),
  /** The update was not accepted and nobody else saw it. Discard the local document and connect again. */
  z.object({
    type: z.literal('refused'),
    code: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  /** Two people wrote one property without knowing of each other; told to both. Nothing needs to be done, one may be asked. */
  z.object({
    type: z.literal('conflict'),
    of: z.enum(['page', 'widget', 'query', 'state']),
    id: z.string().nullable(),
    /** `properties.title`, `layout.desktop`, `query` ... */
    field: z.string(),
    keptBy: z.uuid(),
    lostBy: z.uuid(),
    kept: z.unknown(),
    lost: z.unknown(),
  }),
])
export type PageLiveMessage = z.infer<typeof pageLiveMessage>

/** One editor's presence (awareness): `user` is set by the server, the rest by the client within these limits. */
export const pagePresence = z.object({
  user: z.object({ id: z.uuid(), name: z.string(), color: z.string() }),
  /** Ids of the selected widgets. */
  selection: z.array(z.string().max(64)).max(50).optional(),
  /** Where somebody types: a widget or query with a property. */
  editing: z.object({ id: z.string().max(64), property: z.string().max(200) }).optional(),
})
export type PagePresence = z.infer<typeof pagePresence>
