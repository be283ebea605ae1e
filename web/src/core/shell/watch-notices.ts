import type { NoticeWatch, WebFeature } from '../registry.ts'
import { sessionStore } from '../session/session.ts'
import { listen, onReconnect, type ServerEvent } from '../session/socket.ts'
import { whenQuiet } from '../when-quiet.ts'
import { reopenNotifications } from './notices.ts'

const waitSeconds = 2

/** Feeds the bell: each watch of a feature looks after its events, after sign-in and after a gap. Call once. */
export function watchNotices(features: readonly WebFeature[]): void {
  const watches = features.flatMap(({ notices = [] }) => notices).map(startWatch)
  const lookAll = () => {
    for (const watch of watches) watch.soon()
  }
  let person: string | undefined
  const follow = () => {
    const next = sessionStore.get().session?.person.id
    if (next === person) return
    person = next
    reopenNotifications()
    if (next) whenQuiet(lookAll)
  }
  sessionStore.subscribe(follow)
  follow()
  onReconnect(lookAll)
  listen((event) => {
    for (const watch of watches) watch.hear(event)
  })
}

/** However many events come, it looks once in its while. */
function startWatch(watch: NoticeWatch): { soon: () => void; hear: (event: ServerEvent) => void } {
  let isWaiting = false
  let heard: ServerEvent[] = []
  const lookNow = () => {
    const events = heard
    heard = []
    isWaiting = false
    if (isAllowed(watch)) void look(watch, events)
  }
  const soon = () => {
    if (!isWaiting) setTimeout(lookNow, 1000 * (watch.waitSeconds ?? waitSeconds))
    isWaiting = true
  }
  return {
    soon,
    hear(event) {
      if (!watch.events.includes(event.name)) return
      heard.push(event)
      soon()
    },
  }
}

function isAllowed({ permission }: NoticeWatch): boolean {
  const { session } = sessionStore.get()
  return session !== null && (permission === undefined || session.permissions.includes(permission))
}

/** Nobody waits for it: what could not be read now is read after the next event. */
async function look(watch: NoticeWatch, events: readonly ServerEvent[]): Promise<void> {
  try {
    const tell = await watch.load()
    await tell(events)
  } catch {}
}
