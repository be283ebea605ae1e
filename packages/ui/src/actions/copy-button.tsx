import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useUiWords } from '../words.tsx'
import { Button, type ControlSize } from './button.tsx'
import { IconButton } from './icon-button.tsx'

/** Copies `text` and says so for two seconds; with `label` it is a full button. */
export function CopyButton({
  text,
  label,
  size = 'sm',
}: {
  text: string
  label?: string
  size?: ControlSize
}) {
  const words = useUiWords()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
  }
  const icon = copied ? Check : Copy
  return (
    <>
      {label ? (
        <Button size={size} icon={icon} onClick={copy}>
          {copied ? words.copied : label}
        </Button>
      ) : (
        <IconButton size={size} icon={icon} label={copied ? words.copied : words.copy} onClick={copy} />
      )}
      <span role="status" className="sr-only">
        {copied ? words.copied : ''}
      </span>
    </>
  )
}
