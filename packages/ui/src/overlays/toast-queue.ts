/** What a toast says; errors stay until dismissed, the rest goes after six seconds. */
export interface ToastMessage {
  title: string
  detail?: string
  tone?: 'neutral' | 'success' | 'warning' | 'danger'
  /** Offers to take the act back. */
  onUndo?: () => void
  action?: { label: string; onSelect: () => void }
}

/** Where toasts are shown. */
export interface ToastSink {
  add: (id: string, message: ToastMessage) => void
  close: (id: string) => void
}

const waiting = new Map<string, ToastMessage>()
const listeners = new Set<() => void>()
let sink: ToastSink | null = null
let count = 0

/** Shows a short message from anywhere, also outside React; it is read out by screen readers. */
export function showToast(message: ToastMessage): string {
  count += 1
  const id = `toast-${count}`
  if (sink) sink.add(id, message)
  else waiting.set(id, message)
  for (const listener of [...listeners]) listener()
  return id
}

/** Takes a toast away before its time. */
export function closeToast(id: string): void {
  waiting.delete(id)
  sink?.close(id)
}

/** Shows what waited and all that follows; returns how to stop. */
export function connectToasts(next: ToastSink): () => void {
  sink = next
  for (const [id, message] of waiting) next.add(id, message)
  waiting.clear()
  return () => {
    if (sink === next) sink = null
  }
}

/** Told of each toast while nothing shows them; at once if some wait already. */
export function onToast(listener: () => void): () => void {
  listeners.add(listener)
  if (waiting.size > 0) listener()
  return () => {
    listeners.delete(listener)
  }
}
