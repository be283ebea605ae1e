import { listTables } from '@flexoffice/contract/data'
import {
  type ConnectionReport,
  connectSource,
  listSources,
  testConnection,
} from '@flexoffice/contract/sources'
import { Card, PageBody, PageHeader, Stepper, showToast } from '@flexoffice/ui'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { UnsavedGuard } from '../../core/routing/unsaved.tsx'
import { client, invalidate } from '../../core/session/client.ts'
import { ConnectStep } from './connect-step.tsx'
import { type ConnectionValues, emptyConnection, toSettings } from './connection-url.ts'
import { FinishStep } from './finish-step.tsx'
import { TableStep } from './table-step.tsx'

/** Connects a database in three steps: reach it, choose tables, say who may read them. */
export function ConnectScreen() {
  const { t } = useMessages()
  const navigate = useNavigate()
  const [step, setStep] = useState(0)
  const [values, setValues] = useState<ConnectionValues>(emptyConnection)
  const [report, setReport] = useState<ConnectionReport | null>(null)
  const [tables, setTables] = useState<ReadonlySet<string>>(new Set())
  const [connected, setConnected] = useState<string | null>(null)
  // The guard of unsaved work stands down with the same drawing; only then may the screen be left.
  useEffect(() => {
    if (connected !== null) void navigate({ to: `/data/sources/${connected}` })
  }, [connected, navigate])
  const test = async (next: ConnectionValues) => {
    const found = await client.call(testConnection, { connector: 'postgres', settings: toSettings(next) })
    setValues(next)
    setReport(found)
    setTables(new Set(found.tables.map((table) => table.identity)))
    setStep(1)
  }
  const all = report !== null && tables.size === report.tables.length
  const connect = async (name: string, readers: string[]) => {
    const source = await client.call(connectSource, {
      name,
      connector: 'postgres',
      settings: toSettings(values),
      tables: all ? undefined : [...tables],
      readers,
    })
    await invalidate([listSources, listTables])
    showToast({
      tone: 'success',
      title: t('sources.connect.done', { name: source.name, count: source.tables }),
    })
    setConnected(source.id)
  }
  return (
    <PageBody width="narrow">
      <PageHeader title={t('sources.connect.title')} description={t('sources.connect.description')}>
        <Stepper
          label={t('sources.connect.steps')}
          steps={[t('sources.connect.reach'), t('sources.connect.choose'), t('sources.connect.readers')]}
          current={step}
          onSelect={setStep}
        />
      </PageHeader>
      <UnsavedGuard when={step > 0 && connected === null} />
      <Card>
        {step === 0 ? <ConnectStep initial={values} onTest={test} /> : null}
        {step === 1 && report ? (
          <TableStep
            report={report}
            chosen={tables}
            onChange={setTables}
            onBack={() => setStep(0)}
            onNext={() => setStep(2)}
          />
        ) : null}
        {step === 2 ? (
          <FinishStep
            suggestedName={values.database}
            count={tables.size}
            takesLater={all}
            onBack={() => setStep(1)}
            onFinish={connect}
          />
        ) : null}
      </Card>
    </PageBody>
  )
}
