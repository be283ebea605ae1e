import type { PageLiveMessage } from '@flexoffice/contract/page-live'
import type { Connection, Document } from '@hocuspocus/server'
import type * as Y from 'yjs'
import type { Conflict } from './find-conflicts.ts'
import { findConflicts } from './find-conflicts.ts'
import type { LiveRoom } from './live-room.ts'
import type { LiveContext } from './live-state.ts'
import { tell } from './live-state.ts'

/** Notes an accepted update under the name of its connection's person, and tells of the conflicts that it made. */
export function noteEdit(room: LiveRoom, document: Document, transaction: Y.Transaction): void {
  const origin = transaction.origin as { source?: string; connection?: Connection<LiveContext> } | null
  if (origin?.source !== 'connection' || !origin.connection || transaction.changed.size === 0) return
  const { person } = origin.connection.context.editor
  const conflicts = findConflicts(transaction)
  room.journal.note(person, transaction, conflicts)
  for (const conflict of conflicts) tellBoth(document, describeConflict(room, conflict))
}

function describeConflict(
  room: LiveRoom,
  { of, id, field, client, otherClient, kept, lost, laterWins }: Conflict,
): Extract<PageLiveMessage, { type: 'conflict' }> | null {
  const [later, earlier] = [room.ownerOf(client), room.ownerOf(otherClient)]
  if (!later || !earlier || later === earlier) return null
  const [keptBy, lostBy] = laterWins ? [later, earlier] : [earlier, later]
  return { type: 'conflict', of, id, field, keptBy, lostBy, kept, lost }
}

function tellBoth(document: Document, message: ReturnType<typeof describeConflict>): void {
  if (!message) return
  const concerned = new Set([message.keptBy, message.lostBy])
  for (const connection of document.getConnections())
    if (concerned.has((connection.context as LiveContext).editor.person.personId)) tell(connection, message)
}
