import { openSampleCompany, type SampleCompany, showSampleCompany } from '@flexoffice/contract/samples'
import { listImports } from '@flexoffice/contract/sources'
import { Banner, Button, Card, Form, useForm } from '@flexoffice/ui'
import { LayoutDashboard, type LucideIcon, Sparkles, Table2 } from 'lucide-react'
import { useMessages } from '../../core/i18n/languages.ts'
import { client, invalidate } from '../../core/session/client.ts'
import { explainNoted, readFormProblems } from '../../core/session/problems.ts'
import { RoleChoice } from '../access/api.ts'

const parts: readonly [name: string, icon: LucideIcon][] = [
  ['tables', Table2],
  ['page', LayoutDashboard],
  ['yours', Sparkles],
]

/** Says what the company is, asks who may look at it, and opens it. */
export function OpenCompany({ company }: { company: SampleCompany }) {
  const { t, language } = useMessages()
  const form = useForm({
    initial: { readers: [] as string[] },
    submit: async ({ readers }) => {
      await client.call(openSampleCompany, { language, readers })
      await invalidate([showSampleCompany, listImports])
    },
    readFailure: readFormProblems,
  })
  return (
    <div className="flex flex-col gap-4">
      {company.problem ? (
        <Banner tone="danger" live title={t('samples.failed')}>
          {explainNoted(company.problem)}
        </Banner>
      ) : null}
      <Card title={t('sampleCompany.about.title')}>
        <ul className="flex flex-col gap-4 py-1">
          {parts.map(([name, Icon]) => (
            <li key={name} className="flex gap-3">
              <span className="grid size-8 shrink-0 place-items-center rounded-md bg-sunken text-muted ring-1 ring-line">
                <Icon size={16} strokeWidth={1.75} aria-hidden />
              </span>
              <span>
                <span className="block font-medium">{t(`sampleCompany.about.${name}`)}</span>
                <span className="block text-muted">{t(`sampleCompany.about.${name}Detail`)}</span>
              </span>
            </li>
          ))}
        </ul>
      </Card>
      <Card title={t('sampleCompany.open.title')}>
        <Form
          {...form.form}
          label={t('samples.open')}
          actions={
            <Button type="submit" variant="primary" busy={form.busy} disabled={!company.abilities.open}>
              {t('samples.open')}
            </Button>
          }
        >
          <RoleChoice
            label={t('sampleCompany.open.readers')}
            help={t('sampleCompany.open.readersHelp')}
            values={form.values.readers}
            onChange={(readers) => form.set('readers', readers)}
          />
          {form.values.readers.length === 0 ? <Banner>{t('sampleCompany.open.nobody')}</Banner> : null}
        </Form>
      </Card>
    </div>
  )
}
