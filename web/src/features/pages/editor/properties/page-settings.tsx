import { changePage, listPages } from '@flexoffice/contract/pages'
import { setTheme, setTitle } from '@flexoffice/page-model'
import { Select, TextField } from '@flexoffice/ui'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { useAct, useOperation } from '../../../../core/session/client.ts'
import { useEditor, usePagePart, useReadOnly } from '../editor.ts'
import { iconChoices } from './icon-choices.ts'
import { Section } from './section.tsx'

/** The settings of the page itself, shown while no widget is selected. */
export function PageSettings() {
  const { t } = useMessages()
  const { ydoc } = useEditor()
  const title = usePagePart((page) => page.title)
  const mode = usePagePart((page) => page.theme.mode)
  const readOnly = useReadOnly()
  return (
    <>
      <header className="border-b border-line px-4 py-3">
        <h2 className="text-md font-semibold">{t('pageEditor.page.title')}</h2>
      </header>
      <Section title={t('pageEditor.page.general')}>
        <TextField
          label={t('pageEditor.page.name')}
          value={title}
          maxLength={200}
          disabled={readOnly}
          onChange={(next) => setTitle(ydoc, next)}
        />
        <IconField />
      </Section>
      <Section title={t('pageEditor.groups.appearance')}>
        <Select
          label={t('pageEditor.page.mode')}
          disabled={readOnly}
          value={mode}
          onChange={(next) => setTheme(ydoc, { mode: next })}
          options={(['system', 'light', 'dark'] as const).map((value) => ({
            value,
            label: t(`pageEditor.page.modes.${value}`),
          }))}
        />
      </Section>
      <p className="px-4 py-4 text-muted">{t('pageEditor.page.help')}</p>
    </>
  )
}

/** Stands for no icon in a list, where no author can mean it. */
const noIcon = '\u0000'

/** The page's icon belongs to the list of pages and not to the draft, so everybody sees it at once. */
function IconField() {
  const { t } = useMessages()
  const { pageId } = useEditor()
  const readOnly = useReadOnly()
  const { data } = useOperation(listPages, {})
  const change = useAct(changePage, { invalidates: [listPages] })
  const listed = data?.pages.find(({ id }) => id === pageId)
  if (!listed) return null
  return (
    <Select
      label={t('pageEditor.page.icon')}
      help={t('pageEditor.page.iconHelp')}
      disabled={readOnly || !listed.abilities.edit}
      value={listed.icon ?? noIcon}
      onChange={(icon) => change.mutate({ pageId, icon: icon === noIcon ? null : icon })}
      options={[{ value: noIcon, label: t('pageEditor.icons.none') }, ...iconChoices(t)]}
    />
  )
}
