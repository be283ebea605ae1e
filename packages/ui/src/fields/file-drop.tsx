import { FileUp } from 'lucide-react'
import { type DragEvent, type ReactNode, useId, useState } from 'react'
import { buttonClassName } from '../actions/button.tsx'
import { classNames } from '../class-names.ts'
import { useUiWords } from '../words.tsx'

/** Properties of FileDrop. */
export interface FileDropProps {
  label: string
  /** What is accepted and how large it may be, in words. */
  help?: ReactNode
  error?: string
  /** As of the file input: `.xlsx,.csv`. */
  accept?: string
  multiple?: boolean
  disabled?: boolean
  onFiles: (files: File[]) => void
}

/** Takes files by drop or by choice; judging them is the caller's. */
export function FileDrop({ label, help, error, accept, multiple, disabled, onFiles }: FileDropProps) {
  const words = useUiWords()
  const id = useId()
  const [over, setOver] = useState(false)
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const files = [...event.dataTransfer.files]
    if (!disabled && files.length > 0) onFiles(multiple ? files : files.slice(0, 1))
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has the button as its keyboard way
    <div
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={classNames(
        'flex flex-col items-center gap-1 rounded-md border border-dashed px-6 py-8 text-center transition-colors',
        over
          ? 'border-accent bg-accent-soft'
          : error
            ? 'border-danger bg-surface'
            : 'border-field bg-surface',
        disabled && 'opacity-50',
      )}
    >
      <FileUp size={20} strokeWidth={1.5} className="mb-1 text-muted" aria-hidden />
      <label htmlFor={id} className="text-md font-semibold">
        {label}
      </label>
      <input
        id={id}
        type="file"
        accept={accept}
        multiple={multiple}
        disabled={disabled}
        className="peer sr-only"
        aria-describedby={`${id}-help`}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])]
          event.target.value = ''
          if (files.length > 0) onFiles(files)
        }}
      />
      <p className="flex items-center gap-2 text-muted peer-focus-visible:outline-2 peer-focus-visible:outline-accent rounded-md">
        <label htmlFor={id} className={classNames(buttonClassName('secondary', 'sm'), 'cursor-pointer')}>
          {words.chooseFile}
        </label>
        {words.dropFile}
      </p>
      <div id={`${id}-help`} className="text-sm">
        {help ? <div className="text-muted">{help}</div> : null}
        {error ? <div className="text-danger-ink">{error}</div> : null}
      </div>
    </div>
  )
}
