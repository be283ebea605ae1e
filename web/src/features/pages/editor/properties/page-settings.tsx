import { setTheme, setTitle } from '@flexoffice/page-model'
import { Select, TextField } from '@flexoffice/ui'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { useStore } from '../../../../core/store.ts'
import { useEditor, usePage } from '../editor.ts'
import { Section } from './section.tsx'

/** The settings of the page itself, shown while no widget is selected. */
export function PageSettings() {
  const { t } = useMessages()
  const { ydoc, live } = useEditor()
  const page = usePage()
  const { readOnly } = useStore(live.state)
  return (
    <>
      <header className="border-b border-line px-4 py-3">
        <h2 className="text-md font-semibold">{t('pageEditor.page.title')}</h2>
      </header>
      <Section title={t('pageEditor.page.general')}>
        <TextField
          label={t('pageEditor.page.name')}
          value={page.title}
          maxLength={200}
          disabled={readOnly}
          onChange={(title) => setTitle(ydoc, title)}
        />
      </Section>
      <Section title={t('pageEditor.groups.appearance')}>
        <Select
          label={t('pageEditor.page.mode')}
          disabled={readOnly}
          value={page.theme.mode}
          onChange={(mode) => setTheme(ydoc, { mode })}
          options={(['system', 'light', 'dark'] as const).map((mode) => ({
            value: mode,
            label: t(`pageEditor.page.modes.${mode}`),
          }))}
        />
      </Section>
      <p className="px-4 py-4 text-muted">{t('pageEditor.page.help')}</p>
    </>
  )
}
