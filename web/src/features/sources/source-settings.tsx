import { changeSource, listSources, type Source, testConnection } from '@flexoffice/contract/sources'
import { Banner, Button, Card, Form, showToast, TextField, useForm } from '@flexoffice/ui'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { UnsavedGuard } from '../../core/routing/unsaved.tsx'
import { client, invalidate } from '../../core/session/client.ts'
import { ConnectionFields } from './connection-fields.tsx'
import { checkConnection, readConnectionProblems } from './connection-problems.ts'
import { fromSettings, toSettings } from './connection-url.ts'

/** Name and connection of a source; the password can be replaced, never read. */
export function SourceSettings({ source }: { source: Source }) {
  const { t } = useMessages()
  const [tested, setTested] = useState<string | null>(null)
  const [testing, setTesting] = useState(false)
  const [testProblem, setTestProblem] = useState<string | null>(null)
  const form = useForm({
    initial: { name: source.name, ...fromSettings(source.settings) },
    validate: (values) => ({
      ...checkConnection(values),
      name: values.name.trim() === '' ? t('sources.problems.name') : undefined,
    }),
    submit: async ({ name, ...values }) => {
      await client.call(changeSource, {
        sourceId: source.id,
        name: name.trim(),
        settings: toSettings(values),
      })
      await invalidate([listSources])
      showToast({ tone: 'success', title: t('sources.settings.saved') })
    },
    readFailure: readConnectionProblems,
  })
  const test = async () => {
    setTesting(true)
    setTested(null)
    setTestProblem(null)
    const { name: _, ...values } = form.values
    try {
      const report = await client.call(testConnection, {
        connector: 'postgres',
        settings: toSettings(values),
        sourceId: source.id,
      })
      setTested(t('sources.connect.reached', { product: report.product, version: report.version }))
    } catch (failure) {
      setTestProblem(
        readConnectionProblems(failure)
          .map(({ message }) => message)
          .join(' '),
      )
    } finally {
      setTesting(false)
    }
  }
  return (
    <Card className="max-w-3xl">
      <Form
        {...form.form}
        label={t('sources.tabs.settings')}
        actions={
          <>
            <Button busy={testing} onClick={() => void test()}>
              {t('sources.settings.test')}
            </Button>
            <Button type="submit" variant="primary" busy={form.busy} disabled={!form.dirty}>
              {t('sources.settings.save')}
            </Button>
          </>
        }
      >
        <UnsavedGuard when={form.dirty && !form.busy} />
        <TextField label={t('sources.fields.name')} {...form.field('name')} />
        <ConnectionFields form={form} hasPassword={isSet(source.settings.password)} />
        {tested ? (
          <Banner tone="success" live title={tested} />
        ) : testProblem ? (
          <Banner tone="danger" live title={testProblem} />
        ) : null}
      </Form>
    </Card>
  )
}

function isSet(secret: unknown): boolean {
  return typeof secret === 'object' && secret !== null && 'isSet' in secret && secret.isSet === true
}
