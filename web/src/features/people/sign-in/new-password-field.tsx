import { classNames, PasswordField, type TextFieldProps } from '@flexoffice/ui'
import { Check, Circle } from 'lucide-react'
import { useMessages } from '../../../core/i18n/languages.ts'

/** The rules of the contract's password, one by one, so that each can tick itself. */
export const passwordRules = [
  ['length', (text: string) => text.length >= 8],
  ['upper', (text: string) => /\p{Lu}/u.test(text)],
  ['lower', (text: string) => /\p{Ll}/u.test(text)],
  ['number', (text: string) => /\d/.test(text)],
  ['symbol', (text: string) => /[^\p{L}\d\s]/u.test(text)],
] as const

/** Whether a new password keeps every rule. */
export function isGoodPassword(text: string): boolean {
  return text.length <= 200 && passwordRules.every(([, holds]) => holds(text))
}

/** A new password with its rules, each ticked while it is typed. */
export function NewPasswordField(props: Omit<TextFieldProps, 'type' | 'trailing'>) {
  const { t } = useMessages()
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <PasswordField {...props} autoComplete="new-password" />
      <ul aria-label={t('people.password.rules')} className="grid grid-cols-2 gap-x-3 gap-y-0.5 text-sm">
        {passwordRules.map(([name, holds]) => {
          const kept = holds(props.value)
          const Icon = kept ? Check : Circle
          return (
            <li
              key={name}
              className={classNames('flex items-center gap-1.5', kept ? 'text-success-ink' : 'text-muted')}
            >
              <Icon size={12} strokeWidth={kept ? 3 : 1.75} className="shrink-0" aria-hidden />
              {t(`people.password.${name}`)}
              <span className="sr-only">{t(kept ? 'people.password.kept' : 'people.password.open')}</span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
