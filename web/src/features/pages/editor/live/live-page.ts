import {
  type PageLiveMessage,
  type PagePresence,
  pageLiveCloseCodes,
  pageLivePath,
} from '@flexoffice/contract/page-live'
import { showToast } from '@flexoffice/ui'
import { HocuspocusProvider } from '@hocuspocus/provider'
import * as Y from 'yjs'
import { translate } from '../../../../core/i18n/languages.ts'
import { accessToken, refreshSession, sessionStore } from '../../../../core/session/session.ts'
import { createStore, type Store } from '../../../../core/store.ts'

/** How the draft in this browser stands to the stored one. */
export interface LiveState {
  /** The document has arrived at least once. */
  loaded: boolean
  connection: 'connecting' | 'connected' | 'lost'
  /** Changes that the server has not stored yet. */
  unsaved: number
  readOnly: boolean
  /** Why nothing more can be done in this document. */
  ended: 'refused' | 'forbidden' | 'gone' | 'signed-out' | null
  refusal?: { code: string; params: Record<string, string | number> }
}

/** Another editor of the same page. */
export interface Presence extends PagePresence {
  clientId: number
}

/** A page's draft, edited together with others over one socket. */
export interface LivePage {
  ydoc: Y.Doc
  state: Store<LiveState>
  others: Store<readonly Presence[]>
  show: (presence: Pick<PagePresence, 'selection' | 'editing'>) => void
  stop: () => void
}

/** Opens a page's draft. Work goes on while the connection is lost; what was not stored is sent when it returns. */
export function openLivePage(pageId: string): LivePage {
  const ydoc = new Y.Doc()
  const state = createStore<LiveState>({
    loaded: false,
    connection: 'connecting',
    unsaved: 0,
    readOnly: false,
    ended: null,
  })
  const others = createStore<readonly Presence[]>([])
  const change = (next: Partial<LiveState>) => state.set({ ...state.get(), ...next })
  let tokenRefused = false

  const provider = new HocuspocusProvider({
    url: `${location.origin.replace(/^http/, 'ws')}${pageLivePath}`,
    name: pageId,
    document: ydoc,
    flushDelay: 120,
    token: async () => {
      if (tokenRefused || !accessToken()) await refreshSession()
      tokenRefused = false
      return accessToken() ?? ''
    },
    onSynced: ({ state: synced }) => synced && change({ loaded: true, connection: 'connected' }),
    onUnsyncedChanges: ({ number }) => change({ unsaved: number }),
    onDisconnect: () => change({ connection: 'lost' }),
    onClose: ({ event }) => hearClose(event.code),
    onAuthenticationFailed: ({ reason }) => hearRefusedSignIn(reason),
    onStateless: ({ payload }) => hearMessage(payload),
    onAwarenessChange: () => others.set(readOthers(provider)),
  })

  function hearMessage(payload: string): void {
    const message = JSON.parse(payload) as PageLiveMessage
    if (message.type === 'welcome') change({ readOnly: message.readOnly })
    else if (message.type === 'conflict') tellConflict(message)
    else {
      change({ ended: 'refused', refusal: { code: message.code, params: message.params } })
      provider.disconnect()
    }
  }

  function hearClose(code: number): void {
    change({ connection: 'lost' })
    if (code === pageLiveCloseCodes.sessionEnded) tokenRefused = true
    const ending = endings[code]
    if (!ending || state.get().ended) return
    change({ ended: ending })
    provider.disconnect()
  }

  function hearRefusedSignIn(reason: string): void {
    if (reason === 'not_signed_in') {
      tokenRefused = true
      if (sessionStore.get().status === 'signed-in') return void setTimeout(() => provider.connect(), 1000)
    }
    change({ ended: reason === 'forbidden' ? 'forbidden' : reason === 'not_found' ? 'gone' : 'signed-out' })
    provider.disconnect()
  }

  // The server asks who this is as long as the socket lives, so each new token is told.
  const stopFollowing = sessionStore.subscribe(() => {
    if (accessToken() && provider.isAuthenticated) void provider.sendToken()
  })

  return {
    ydoc,
    state,
    others,
    show: (presence) => {
      for (const [field, value] of Object.entries(presence)) provider.setAwarenessField(field, value)
    },
    stop() {
      stopFollowing()
      provider.destroy()
      ydoc.destroy()
    },
  }
}

/** Both people of a conflict are told; the one whose value went can look at the versions or type it again. */
function tellConflict({ id, field, lostBy }: Extract<PageLiveMessage, { type: 'conflict' }>): void {
  const lost = lostBy === sessionStore.get().session?.person.id
  showToast({
    tone: lost ? 'warning' : 'neutral',
    title: translate(lost ? 'pageEditor.live.conflictLost' : 'pageEditor.live.conflictKept'),
    detail: translate('pageEditor.live.conflictDetail', {
      field: id === null ? field : field.replace(/^.*\./, ''),
    }),
  })
}

const endings: Record<number, LiveState['ended']> = {
  [pageLiveCloseCodes.forbidden]: 'forbidden',
  [pageLiveCloseCodes.pageGone]: 'gone',
  [pageLiveCloseCodes.updateRefused]: 'refused',
}

function readOthers(provider: HocuspocusProvider): Presence[] {
  const { awareness } = provider
  if (!awareness) return []
  return [...awareness.getStates()]
    .filter(([clientId, state]) => clientId !== awareness.clientID && state.user)
    .map(([clientId, state]) => ({ clientId, ...(state as PagePresence) }))
}
