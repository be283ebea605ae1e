import { Drawer, KeyboardShortcut } from '@flexoffice/ui'
import { useState } from 'react'
import { useMessages } from '../i18n/languages.ts'
import { areaOf, commonKeys, type HelpArea, type HelpKey, helpAreas } from './help-areas.ts'

/** The help of the screen at an address, with the way to that of the others. */
export default function HelpPanel({
  path,
  open,
  onOpenChange,
}: {
  path: string
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const { t } = useMessages()
  const [area, setArea] = useState(() => areaOf(path))
  return (
    <Drawer
      open={open}
      onOpenChange={onOpenChange}
      size="sm"
      title={t(`help.areas.${area.name}.title`)}
      description={t(`help.areas.${area.name}.intro`)}
    >
      <div className="flex flex-col gap-6">
        <Points area={area} />
        {area.keys ? <Keys title={t('help.keysTitle')} keys={[...area.keys, ...commonKeys]} /> : null}
        <nav aria-labelledby="more-help">
          <h3 id="more-help" className="mb-2 font-semibold">
            {t('help.more')}
          </h3>
          <ul className="flex flex-col gap-1">
            {helpAreas
              .filter((other) => other !== area)
              .map((other) => (
                <li key={other.name}>
                  <button
                    type="button"
                    className="rounded-md text-accent-ink hover:underline"
                    onClick={() => setArea(other)}
                  >
                    {t(`help.areas.${other.name}.title`)}
                  </button>
                </li>
              ))}
          </ul>
        </nav>
      </div>
    </Drawer>
  )
}

function Points({ area: { name, points } }: { area: HelpArea }) {
  const { t } = useMessages()
  return (
    <dl className="flex flex-col gap-3">
      {points.map((point) => (
        <div key={point}>
          <dt className="font-medium">{t(`help.areas.${name}.points.${point}.term`)}</dt>
          <dd className="text-muted">
            {t(`help.areas.${name}.points.${point}.text`, { example: '{{ orders.rows }}' })}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Keys({ title, keys }: { title: string; keys: readonly HelpKey[] }) {
  const { t } = useMessages()
  return (
    <section aria-labelledby="help-keys">
      <h3 id="help-keys" className="mb-2 font-semibold">
        {title}
      </h3>
      <dl className="flex flex-col gap-2">
        {keys.map(([keys, name]) => (
          <div key={name} className="flex items-center justify-between gap-4">
            <dt>{t(`help.keys.${name}`)}</dt>
            <dd>
              <KeyboardShortcut keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
