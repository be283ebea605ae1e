import { emptyPage } from '@flexoffice/contract/page-document'
import { addWidget, builtInWidgets, fromPageDocument, setProperty, setTitle } from '@flexoffice/page-model'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { Conflict } from './find-conflicts.ts'
import { findConflicts } from './find-conflicts.ts'

const text = builtInWidgets.find((widget) => widget.type === 'text')!

/** A server with two clients that meet only when told to. */
function start() {
  const server = new Y.Doc()
  fromPageDocument(emptyPage('Page'), server)
  const id = addWidget(server, text)
  const conflicts: Conflict[] = []
  server.on('afterTransaction', (transaction: Y.Transaction) => conflicts.push(...findConflicts(transaction)))
  const clients = [1, 2].map((clientID) => {
    const ydoc = new Y.Doc()
    ydoc.clientID = clientID
    Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(server))
    return ydoc
  })
  const send = (ydoc: Y.Doc) =>
    Y.applyUpdate(server, Y.encodeStateAsUpdate(ydoc, Y.encodeStateVector(server)))
  const receive = (ydoc: Y.Doc) => Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(server))
  return { server, id, conflicts, clients: clients as [Y.Doc, Y.Doc], send, receive }
}

const say = (ydoc: Y.Doc, id: string, value: string) =>
  setProperty(ydoc, id, 'content', { kind: 'value', value })

describe('findConflicts', () => {
  it('finds a write that did not know the other, whoever wins', () => {
    for (const order of [0, 1]) {
      const { clients, conflicts, id, send, server } = start()
      const [first, second] = order === 0 ? clients : [clients[1], clients[0]]
      say(first, id, 'one')
      say(second, id, 'two')
      send(first)
      expect(conflicts).toEqual([])
      send(second)
      const stands = (server.getMap('widgets').get(id) as Y.Map<Y.Map<unknown>>)
        .get('properties')!
        .get('content')
      expect(conflicts).toHaveLength(1)
      expect(conflicts[0]).toMatchObject({
        of: 'widget',
        id,
        field: 'properties.content',
        client: second.clientID,
        otherClient: first.clientID,
        kept: stands,
        laterWins: second.clientID === 2,
      })
    }
  })

  it('raises no alarm for one after the other, other properties, or equal values', () => {
    const { clients, conflicts, id, send, receive } = start()
    const [first, second] = clients
    say(first, id, 'one')
    send(first)
    receive(second)
    say(second, id, 'two')
    say(second, id, 'three')
    send(second)
    receive(first)
    setTitle(first, 'New')
    say(second, id, 'four')
    send(first)
    send(second)
    receive(first)
    receive(second)
    say(first, id, 'same')
    say(second, id, 'same')
    send(first)
    send(second)
    expect(conflicts).toEqual([])
  })

  it('sees through several writes in one update', () => {
    const { clients, conflicts, id, send } = start()
    const [first, second] = clients
    for (const value of ['a', 'b', 'c']) say(first, id, value)
    for (const value of ['x', 'y']) say(second, id, value)
    send(second)
    send(first)
    expect(conflicts).toHaveLength(1)
  })
})
