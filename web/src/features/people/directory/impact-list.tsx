import { Minus, Plus } from 'lucide-react'
import { useMessages } from '../../../core/i18n/languages.ts'

/** Permissions that are gained or lost; of a role's, by how many people. */
export function ImpactList({
  title,
  items,
  gains,
}: {
  title: string
  items: ReadonlyArray<{ permission: string; people?: number }>
  gains?: boolean
}) {
  const { t } = useMessages()
  if (items.length === 0) return null
  const Icon = gains ? Plus : Minus
  return (
    <div>
      <p className="text-sm font-medium">{title}</p>
      <ul>
        {items.map(({ permission, people }) => (
          <li key={permission} className="flex items-start gap-1.5">
            <Icon size={14} className="mt-1 shrink-0" aria-hidden />
            <span className="flex-1">{t(`permissions.${permission}`)}</span>
            {people === undefined ? null : (
              <span className="mt-0.5 shrink-0 text-sm">{t('people.roles.people', { count: people })}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
