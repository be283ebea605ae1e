import type { SampleCompany } from '@flexoffice/contract/samples'
import { Banner, Button, buttonClassName, Card } from '@flexoffice/ui'
import { Link } from '@tanstack/react-router'
import { LayoutDashboard, Table2, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { explainNoted } from '../../core/session/problems.ts'
import { RemoveCompanyDialog } from './remove-company-dialog.tsx'

/** Leads to the page and the tables of the company, and to its removal; also where that was stopped. */
export function CompanyReady({ company }: { company: SampleCompany }) {
  const { t } = useMessages()
  const [isRemoving, setRemoving] = useState(false)
  const { name, page, tables, problem } = company
  return (
    <div className="flex flex-col gap-4">
      {problem ? (
        <Banner tone="danger" live title={t('sampleCompany.remove.stopped', { name })}>
          {explainNoted(problem)}
        </Banner>
      ) : null}
      <Card
        title={t('sampleCompany.ready.title', { name })}
        description={t(page || problem ? 'sampleCompany.ready.detail' : 'sampleCompany.ready.noPage')}
        actions={
          page ? (
            <Link to={`/pages/${page.id}`} className={buttonClassName('primary')}>
              <LayoutDashboard size={16} strokeWidth={1.75} aria-hidden />
              {t('sampleCompany.ready.openPage', { title: page.title })}
            </Link>
          ) : null
        }
        footer={
          company.abilities.remove ? (
            <Button icon={Trash2} onClick={() => setRemoving(true)}>
              {t(problem ? 'sampleCompany.remove.again' : 'sampleCompany.remove.action')}
            </Button>
          ) : undefined
        }
      >
        <h3 className="mb-2 font-medium">{t('sampleCompany.ready.tables')}</h3>
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-2 pb-1">
          {tables.map(({ id, label }) => (
            <li key={id}>
              <Link
                to={`/data/tables/${id}`}
                className="flex items-center gap-2 rounded-md border border-line px-3 py-2 hover:border-line-strong hover:bg-hover"
              >
                <Table2 size={16} strokeWidth={1.75} className="shrink-0 text-muted" aria-hidden />
                <span className="truncate">{label}</span>
              </Link>
            </li>
          ))}
        </ul>
      </Card>
      {isRemoving ? <RemoveCompanyDialog company={company} onClose={() => setRemoving(false)} /> : null}
    </div>
  )
}
