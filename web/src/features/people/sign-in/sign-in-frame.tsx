import { Select } from '@flexoffice/ui'
import type { ReactNode } from 'react'
import { languages, setLanguage, useMessages } from '../../../core/i18n/languages.ts'

/** The frame of the screens before sign-in: name of the product, one card, and the language. */
export function SignInFrame({
  title,
  description,
  wide,
  ownLanguage,
  children,
}: {
  title: string
  description?: ReactNode
  wide?: boolean
  /** The screen asks for the language itself. */
  ownLanguage?: boolean
  children: ReactNode
}) {
  const { t, language } = useMessages()
  return (
    <div className="flex min-h-dvh flex-col items-center bg-canvas px-4 py-8">
      <main
        id="content"
        tabIndex={-1}
        className={`my-auto flex w-full flex-col gap-6 outline-none ${wide ? 'max-w-2xl' : 'max-w-sm'}`}
      >
        <div className="flex flex-col items-center gap-3 text-center">
          <img src="/icon.svg" alt="" width={36} height={36} />
          <div>
            <h1 tabIndex={-1} className="text-xl font-semibold tracking-[-0.01em]">
              {title}
            </h1>
            {description ? <div className="mt-1 text-muted">{description}</div> : null}
          </div>
        </div>
        <div className="rounded-md border border-line bg-surface p-6">{children}</div>
      </main>
      <footer className={`mt-8 w-44 ${ownLanguage ? 'invisible' : ''}`}>
        <Select
          label={t('shell.profile.language')}
          hideLabel
          size="sm"
          options={languages.map((value) => ({ value, label: t(`shell.languages.${value}`) }))}
          value={language}
          onChange={(next) => void setLanguage(next, true)}
        />
      </footer>
    </div>
  )
}
