import { type ReactNode, useState } from 'react'
import { Button } from '../actions/button.tsx'
import { TextField } from '../fields/text-field.tsx'
import { useUiWords } from '../words.tsx'
import { Dialog } from './dialog.tsx'

/** Properties of ConfirmDialog: `title` names the thing, `children` its consequences. */
export interface ConfirmDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** The verb on the button, such as "Delete database". */
  confirmLabel: string
  /** While its promise runs the button is busy; the dialog closes when it resolves and stays when it rejects. */
  onConfirm: () => unknown
  danger?: boolean
  /** For grave acts: the name that has to be typed first. */
  typeToConfirm?: string
  children?: ReactNode
}

/** Asks before an act that cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, confirmLabel, onConfirm, danger = true, typeToConfirm, children } = props
  const words = useUiWords()
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const close = () => {
    setTyped('')
    onOpenChange(false)
  }
  const confirm = async () => {
    setBusy(true)
    try {
      await onConfirm()
      close()
    } catch {
      // The caller shows why; the dialog stays so that nothing typed is lost.
    } finally {
      setBusy(false)
    }
  }
  const ready = typeToConfirm === undefined || typed === typeToConfirm
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      title={title}
      size="sm"
      footer={
        <>
          <Button onClick={close}>{words.cancel}</Button>
          <Button variant={danger ? 'danger' : 'primary'} busy={busy} disabled={!ready} onClick={confirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-muted">
        {children}
        {typeToConfirm !== undefined ? (
          <TextField
            label={words.typeToConfirm(typeToConfirm)}
            value={typed}
            onChange={setTyped}
            autoComplete="off"
            autoFocus
          />
        ) : null}
      </div>
    </Dialog>
  )
}
