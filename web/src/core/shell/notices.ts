import { translate } from '../i18n/languages.ts'
import { keepForPerson } from '../session/keep-for-person.ts'
import { explainNoted } from '../session/problems.ts'
import { createStore } from '../store.ts'

/** Something that the person should find again after its toast has gone, in words that follow the language. */
export interface Notice {
  titleKey: string
  detailKey?: string
  params?: Record<string, string | number>
  /** What went wrong, as it was noted; said in place of a detail. */
  problem?: { code: string; message: string; params?: Record<string, unknown> }
  /** Where it leads. */
  path?: string
}

/** A notice behind the bell. */
export interface Notification extends Notice {
  id: string
  at: number
  read: boolean
}

const most = 50
const kept = keepForPerson<readonly Notification[]>('notifications', [])
const notifications = createStore<readonly Notification[]>([])

/** What stands behind the bell, the newest first. */
export const notificationStore = notifications

/** Puts a notice behind the bell: long work that is done, a conflict, a failure. The newest fifty of this visit are kept. */
export function notify(notice: Notice): void {
  const added = { ...notice, id: crypto.randomUUID(), at: Date.now(), read: false }
  show([added, ...notifications.get()].slice(0, most))
}

/** Notes that the person has seen what is there. */
export function markNotificationsRead(): void {
  if (notifications.get().some(({ read }) => !read))
    show(notifications.get().map((notice) => ({ ...notice, read: true })))
}

/** Takes everything away. */
export function clearNotifications(): void {
  show([])
}

/** Shows what was kept for whoever is signed in now. */
export function reopenNotifications(): void {
  notifications.set(kept.read())
}

/** The words of a notice in the language shown now. */
export function noticeWords({ titleKey, detailKey, params, problem }: Notice): {
  title: string
  detail?: string
} {
  const detail = problem ? explainNoted(problem) : detailKey && translate(detailKey, params)
  return { title: translate(titleKey, params), detail: detail || undefined }
}

function show(list: readonly Notification[]): void {
  notifications.set(list)
  kept.write(list)
}
