import type { PageLiveMessage } from '@flexoffice/contract/page-live'
import { pageLiveMessage, pageLivePath } from '@flexoffice/contract/page-live'
import { toPageDocument } from '@flexoffice/page-model'
import { waitFor } from '@flexoffice/testkit'
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { WebSocket } from 'ws'
import * as Y from 'yjs'

/** A browser's editor in a test: the real provider on a real socket. */
export interface TestEditor {
  ydoc: Y.Doc
  provider: HocuspocusProvider
  messages: PageLiveMessage[]
  closes: { code: number; reason: string }[]
  failures: string[]
  page(): ReturnType<typeof toPageDocument>
  /** Resolves when the server has stored all that was written here. */
  saved(): Promise<void>
  synced(): Promise<void>
  stop(): void
}

/** Opens a page as a browser does; it does not connect again by itself. */
export function openEditor(url: string, token: string, pageId: string, ydoc = new Y.Doc()): TestEditor {
  const messages: PageLiveMessage[] = []
  const closes: TestEditor['closes'] = []
  const failures: string[] = []
  const websocketProvider = new HocuspocusProviderWebsocket({
    url: `${url.replace('http', 'ws')}${pageLivePath}`,
    WebSocketPolyfill: WebSocket,
    delay: 60_000,
    onClose: ({ event }) => void closes.push({ code: event.code, reason: String(event.reason) }),
  })
  const provider = new HocuspocusProvider({
    name: pageId,
    document: ydoc,
    token: () => token,
    websocketProvider,
    onStateless: ({ payload }) => void messages.push(pageLiveMessage.parse(JSON.parse(payload))),
    onAuthenticationFailed: ({ reason }) => void failures.push(reason),
  })
  provider.attach()
  return {
    ydoc,
    provider,
    messages,
    closes,
    failures,
    page: () => toPageDocument(ydoc),
    async saved() {
      await waitFor(() => provider.isSynced && !provider.hasUnsyncedChanges)
    },
    async synced() {
      await waitFor(() => provider.isSynced)
    },
    stop() {
      provider.destroy()
      websocketProvider.destroy()
    },
  }
}
