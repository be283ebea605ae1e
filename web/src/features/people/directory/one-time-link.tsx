import { Banner, CopyButton, TextField } from '@flexoffice/ui'
import type { ReactNode } from 'react'
import { useMessages } from '../../../core/i18n/languages.ts'

/** A link that works once, to copy and hand over: it is shown this one time only. The children say how long it is good for. */
export function OneTimeLink({ email, link, children }: { email: string; link: string; children: ReactNode }) {
  const { t } = useMessages()
  return (
    <div className="flex flex-col gap-4">
      <Banner tone="success" live>
        {t('people.invite.made', { email })}
      </Banner>
      <div className="flex items-end gap-2">
        <TextField
          label={t('people.invite.link')}
          value={link}
          onChange={() => {}}
          readOnly
          mono
          className="flex-1"
        />
        <CopyButton size="md" label={t('people.invite.copy')} text={link} />
      </div>
      <p className="text-muted">{children}</p>
    </div>
  )
}
