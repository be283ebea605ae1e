import type { WidgetRendererProps } from '@flexoffice/sdk/widget'
import { classNames } from '@flexoffice/ui'

const looks: Record<string, string> = {
  title: 'text-2xl font-semibold tracking-tight',
  heading: 'text-lg font-semibold',
  body: 'text-base',
  caption: 'text-sm text-muted',
}

const sides: Record<string, string> = { start: 'text-start', center: 'text-center', end: 'text-end' }

/** Words as they are, line by line: never markup, so a value can bring no script and no link. */
export default function TextWidget({ properties }: WidgetRendererProps) {
  const style = String(properties.style)
  const Element = style === 'title' ? 'h2' : style === 'heading' ? 'h3' : 'p'
  return (
    <Element
      className={classNames(
        'h-full overflow-auto whitespace-pre-wrap break-words',
        looks[style],
        sides[String(properties.align)],
      )}
    >
      {String(properties.content ?? '')}
    </Element>
  )
}
