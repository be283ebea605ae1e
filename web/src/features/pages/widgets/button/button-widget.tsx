import type { WidgetRendererProps } from '@flexoffice/sdk/widget'
import { Button, type ButtonVariant, ConfirmDialog } from '@flexoffice/ui'
import { useState } from 'react'
import { findPageIcon } from '../../page-icon.tsx'

const variants: Record<string, ButtonVariant> = {
  primary: 'primary',
  secondary: 'secondary',
  danger: 'danger',
}

/** Runs its actions, shows that they run, and asks first where its author wants that. */
export default function ButtonWidget({ properties, mode, emit }: WidgetRendererProps) {
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState(false)
  const text = String(properties.text ?? '')
  const question = String(properties.confirm ?? '')

  async function run() {
    setBusy(true)
    try {
      await emit('press')
    } finally {
      setBusy(false)
    }
  }

  function press() {
    if (mode === 'edit') return
    if (question) setAsking(true)
    else void run()
  }

  return (
    <>
      <Button
        variant={variants[String(properties.style)] ?? 'primary'}
        icon={findPageIcon(properties.icon)}
        className="h-full w-full"
        busy={busy}
        disabled={properties.disabled === true}
        onClick={press}
      >
        {text}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={question}
        confirmLabel={text}
        danger={properties.style === 'danger'}
        onConfirm={run}
      />
    </>
  )
}
