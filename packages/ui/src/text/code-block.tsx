import { CopyButton } from '../actions/copy-button.tsx'

/** Text for machines, in one width, with a button to copy it. */
export function CodeBlock({
  code,
  label,
  maxHeight = 320,
}: {
  code: string
  label: string
  maxHeight?: number
}) {
  return (
    <figure className="relative overflow-hidden rounded-md border border-line bg-sunken">
      <figcaption className="sr-only">{label}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={label} style={{ maxHeight }} className="overflow-auto">
        <pre className="py-2.5 pr-10 pl-3 font-mono text-sm text-ink">
          <code>{code}</code>
        </pre>
      </section>
      <div className="absolute top-1 right-1">
        <CopyButton text={code} />
      </div>
    </figure>
  )
}
