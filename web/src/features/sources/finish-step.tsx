import { Banner, Button, Form, TextField, useForm } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import { RoleChoice } from '../access/api.ts'
import { readConnectionProblems } from './connection-problems.ts'

/** Names the source and says who may read its tables. */
export function FinishStep({
  suggestedName,
  count,
  takesLater,
  onBack,
  onFinish,
}: {
  suggestedName: string
  count: number
  /** All tables were chosen, so that those which appear later are taken, too. */
  takesLater: boolean
  onBack: () => void
  onFinish: (name: string, readers: string[]) => Promise<void>
}) {
  const { t } = useMessages()
  const form = useForm({
    initial: { name: suggestedName, readers: [] as string[] },
    validate: ({ name }) => ({ name: name.trim() === '' ? t('sources.problems.name') : undefined }),
    submit: ({ name, readers }) => onFinish(name.trim(), readers),
    readFailure: readConnectionProblems,
  })
  const { values, set } = form
  return (
    <Form
      {...form.form}
      label={t('sources.connect.readers')}
      actions={
        <>
          <Button onClick={onBack}>{t('sources.back')}</Button>
          <Button type="submit" variant="primary" busy={form.busy}>
            {t('sources.connect.finish', { count })}
          </Button>
        </>
      }
    >
      <TextField
        label={t('sources.fields.name')}
        help={t('sources.fields.nameHelp')}
        {...form.field('name')}
      />
      <RoleChoice
        label={t('sources.readers.label')}
        help={t('sources.readers.help')}
        values={values.readers}
        onChange={(readers) => set('readers', readers)}
      />
      {takesLater ? <p className="text-muted">{t('sources.connect.later')}</p> : null}
      {values.readers.length === 0 ? <Banner>{t('sources.readers.nobody')}</Banner> : null}
    </Form>
  )
}
