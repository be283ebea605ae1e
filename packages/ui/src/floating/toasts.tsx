import { Toast as Base } from '@base-ui/react/toast'
import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react'
import { useEffect } from 'react'
import { buttonClassName } from '../actions/button.tsx'
import { IconButton } from '../actions/icon-button.tsx'
import { classNames } from '../class-names.ts'
import { connectToasts, type ToastSink } from '../overlays/toast-queue.ts'
import { useUiWords } from '../words.tsx'

const manager = Base.createToastManager()

const toasts: ToastSink = {
  add(id, { title, detail, tone = 'neutral', onUndo, action }) {
    const closing = (run: () => void) => () => {
      manager.close(id)
      run()
    }
    manager.add({
      id,
      title,
      description: detail,
      type: tone,
      timeout: tone === 'danger' ? 0 : 6000,
      priority: tone === 'danger' ? 'high' : 'low',
      data: {
        undo: onUndo && closing(onUndo),
        action: action && { label: action.label, run: closing(action.onSelect) },
      },
    })
  },
  close: (id) => manager.close(id),
}

interface ToastData {
  undo?: () => void
  action?: { label: string; run: () => void }
}

const icons = { neutral: Info, success: CircleCheck, warning: TriangleAlert, danger: CircleAlert }
const tints = {
  neutral: 'text-muted',
  success: 'text-success-ink',
  warning: 'text-warning-ink',
  danger: 'text-danger-ink',
}

/** The region itself. */
export function FloatingToasts() {
  const words = useUiWords()
  // After the effects of the provider below, which hears of no toast before them.
  useEffect(() => connectToasts(toasts), [])
  return (
    <Base.Provider toastManager={manager} limit={4}>
      <Base.Portal>
        <Base.Viewport
          aria-label={words.notifications}
          // On the left: buttons that save and send are at the right end of forms and panels.
          className="fixed bottom-4 left-4 z-70 flex w-88 max-w-[calc(100vw-2rem)] flex-col gap-2 outline-none"
        >
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}

function ToastList() {
  const { toasts } = Base.useToastManager()
  const words = useUiWords()
  return toasts.map((toast) => {
    const tone = (toast.type ?? 'neutral') as keyof typeof icons
    const Icon = icons[tone]
    const data = (toast.data ?? {}) as ToastData
    return (
      <Base.Root
        key={toast.id}
        toast={toast}
        className="rounded-md bg-raised text-ink shadow-float transition-[opacity,translate] duration-200 data-starting-style:translate-y-2 data-starting-style:opacity-0 data-ending-style:opacity-0 data-limited:hidden"
      >
        <Base.Content className="flex items-start gap-2.5 p-3">
          <Icon size={16} className={classNames('mt-0.5 shrink-0', tints[tone])} aria-hidden />
          <div className="min-w-0 flex-1">
            <Base.Title className="font-medium wrap-anywhere" />
            <Base.Description className="text-muted wrap-anywhere" />
            {data.undo || data.action ? (
              <div className="mt-2 flex gap-2">
                {data.undo ? (
                  <button type="button" className={buttonClassName('secondary', 'sm')} onClick={data.undo}>
                    {words.undo}
                  </button>
                ) : null}
                {data.action ? (
                  <button
                    type="button"
                    className={buttonClassName('secondary', 'sm')}
                    onClick={data.action.run}
                  >
                    {data.action.label}
                  </button>
                ) : null}
              </div>
            ) : null}
          </div>
          <Base.Close
            render={<IconButton size="sm" icon={X} label={words.close} className="-mt-1 -mr-1" />}
          />
        </Base.Content>
      </Base.Root>
    )
  })
}
