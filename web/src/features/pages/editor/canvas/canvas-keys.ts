import type { Direction } from '@flexoffice/page-model'
import type { KeyboardEvent } from 'react'
import { showErrorToast } from '../../../../core/session/client.ts'
import {
  copySelected,
  duplicateSelected,
  focusFrame,
  pasteCopied,
  removeSelected,
  select,
  step,
  travel,
} from '../commands.ts'
import type { Editor } from '../editor.ts'

const arrows: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

/** The keys of the canvas, while the keyboard is on a widget's frame; true when the key was meant for it. */
export function pressOnCanvas(event: Key, editor: Editor): boolean {
  const { key, shiftKey, altKey } = event
  if (altKey) return false
  if (event.ctrlKey || event.metaKey) return pressWithControl(key.toLowerCase(), editor)
  const direction = arrows[key]
  const [selected] = editor.selection.get()
  if (direction && selected) {
    step(editor, direction, shiftKey)
    return true
  }
  if ((key === 'Delete' || key === 'Backspace') && selected) {
    removeSelected(editor)
    return true
  }
  if (key === 'Enter' && selected) {
    editor.interacting.set(selected)
    return true
  }
  if (key === 'Escape') {
    select(editor, [])
    return true
  }
  return false
}

/** Undo and redo, wherever the keyboard is but in a field. */
export function pressAnywhere(event: Key, editor: Editor): boolean {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false
  const key = event.key.toLowerCase()
  if (key !== 'z' && key !== 'y') return false
  travel(editor, key === 'y' || event.shiftKey ? 'redo' : 'undo')
  return true
}

/** Leaves the controls of a widget and goes back to its frame. */
export function leaveWidget(editor: Editor, widgetId: string): void {
  editor.interacting.set(null)
  focusFrame(widgetId)
}

function pressWithControl(key: string, editor: Editor): boolean {
  const acts: Record<string, () => unknown> = {
    d: () => duplicateSelected(editor),
    c: () => copySelected(editor).catch(showErrorToast),
    v: () => pasteCopied(editor).catch(showErrorToast),
    a: () => select(editor, Object.keys(editor.document.getSnapshot().widgets)),
  }
  if (!Object.hasOwn(acts, key)) return false
  acts[key]!()
  return true
}
