import { useMessages } from '../../core/i18n/languages.ts'
import { fieldsOf, type Schema, typeOf } from './read-api.ts'

const deepest = 4

interface Line {
  key: string
  name: string
  depth: number
  schema: Schema
  required: boolean
  /** A heading of one of several shapes. */
  title?: string
}

/** The fields of a schema, nested ones stepped in. */
export function SchemaTable({
  schema,
  label,
  inPath = [],
}: {
  schema: Schema
  label: string
  inPath?: readonly string[]
}) {
  const { t } = useMessages()
  const lines = toLines(schema, '', 0)
  if (lines.length === 0) {
    return <p className="px-4 py-3 font-mono text-sm">{typeOf(schema)}</p>
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label={label} className="overflow-x-auto">
      <table className="w-full text-left">
        <thead>
          <tr className="border-b border-line text-sm text-muted">
            <th scope="col" className="w-2/5 px-4 py-1.5 font-medium">
              {t('apiDocs.field')}
            </th>
            <th scope="col" className="px-3 py-1.5 font-medium">
              {t('apiDocs.type')}
            </th>
            <th scope="col" className="px-4 py-1.5 font-medium">
              {t('apiDocs.about')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) =>
            line.title === undefined ? (
              <tr key={line.key} className="border-b border-line align-top last:border-0">
                <th scope="row" className="px-4 py-1.5 font-normal">
                  <span style={{ paddingLeft: line.depth * 16 }} className="font-mono text-sm">
                    {line.name}
                  </span>
                  {line.required ? (
                    <span className="ml-2 text-sm text-warning-ink">{t('apiDocs.required')}</span>
                  ) : null}
                </th>
                <td className="px-3 py-1.5 font-mono text-sm text-muted wrap-anywhere">
                  {typeOf(line.schema)}
                </td>
                <td className="px-4 py-1.5 text-sm text-muted wrap-anywhere">
                  {[
                    inPath.includes(line.name) && line.depth === 0 ? t('apiDocs.inPath') : '',
                    line.schema.description,
                    line.schema.default === undefined
                      ? ''
                      : t('apiDocs.default', { value: JSON.stringify(line.schema.default) }),
                    limitsOf(line.schema),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </td>
              </tr>
            ) : (
              <tr key={line.key} className="border-b border-line bg-sunken">
                <th scope="rowgroup" colSpan={3} className="px-4 py-1 font-mono text-sm font-medium">
                  <span style={{ paddingLeft: line.depth * 16 }}>{line.title}</span>
                </th>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </section>
  )
}

function toLines(schema: Schema, prefix: string, depth: number): Line[] {
  if (depth >= deepest) return []
  const shapes = fieldsOf(schema)
  return shapes.flatMap((shape, index) => {
    const key = `${prefix}${index}`
    const heading = {
      key: `${key}#`,
      name: '',
      depth,
      schema: shape.schema,
      required: false,
      title: shape.title,
    }
    const fields = Object.entries(shape.schema.properties ?? {}).flatMap(([name, field]) => [
      {
        key: `${key}.${name}`,
        name,
        depth,
        schema: field,
        required: shape.schema.required?.includes(name) ?? false,
      },
      ...toLines(field, `${key}.${name}.`, depth + 1),
    ])
    return shapes.length > 1 ? [{ ...heading, title: shape.title || `${index + 1}` }, ...fields] : fields
  })
}

function limitsOf({ minLength, maxLength, minimum, maximum, minItems, maxItems, pattern }: Schema): string {
  const from = minLength ?? minItems ?? minimum
  const to = maxLength ?? maxItems ?? maximum
  const isWhole = to === Number.MAX_SAFE_INTEGER
  const range =
    from === undefined && (to === undefined || isWhole) ? '' : `${from ?? 0}–${isWhole ? '∞' : (to ?? '∞')}`
  return [range, pattern && pattern.length < 60 ? pattern : ''].filter(Boolean).join(' · ')
}
