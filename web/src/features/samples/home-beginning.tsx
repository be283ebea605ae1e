import { type SampleCompany, showSampleCompany } from '@flexoffice/contract/samples'
import { Banner } from '@flexoffice/ui'
import { Link } from '@tanstack/react-router'
import { FileUp, type LucideIcon, Plug, Store } from 'lucide-react'
import { useMessages } from '../../core/i18n/languages.ts'
import { useOperation } from '../../core/session/client.ts'
import { usePermission } from '../../core/session/session.ts'
import { OpeningProgress } from './opening-progress.tsx'
import { sampleCompanyPath } from './sample-company-path.ts'

/** On Home: the ways to begin while the workspace is empty, and the sample company as long as it is there. */
export function HomeBeginning() {
  const mayUpload = usePermission('sources.upload')
  const { data } = useOperation(showSampleCompany, {}, { enabled: mayUpload })
  if (!data) return null
  if (data.state === 'opening') return <OpeningProgress company={data} />
  if (data.state === 'ready' && data.abilities.remove) return <Reminder company={data} />
  return data.workspaceIsEmpty && data.state !== 'removing' ? <Choice company={data} /> : null
}

function Reminder({ company }: { company: SampleCompany }) {
  const { t } = useMessages()
  const link = (
    <Link to={sampleCompanyPath} className="shrink-0 rounded-md font-medium underline">
      {t('sampleCompany.ready.manage')}
    </Link>
  )
  return <Banner actions={link}>{t('sampleCompany.ready.home', { name: company.name })}</Banner>
}

function Choice({ company }: { company: SampleCompany }) {
  const { t } = useMessages()
  const mayConnect = usePermission('sources.connect')
  return (
    <section aria-labelledby="beginning">
      <h2 id="beginning" className="mb-2 text-md font-semibold">
        {t('sampleCompany.begin.title')}
      </h2>
      <ul className="grid grid-cols-[repeat(auto-fit,minmax(14rem,1fr))] gap-3">
        {mayConnect ? (
          <Way
            to="/data/sources/connect"
            icon={Plug}
            title={t('sources.checklist.connect')}
            detail={t('sources.checklist.connectDetail')}
          />
        ) : null}
        <Way
          to="/data/imports/new"
          icon={FileUp}
          title={t('sources.checklist.upload')}
          detail={t('sources.checklist.uploadDetail')}
        />
        {company.abilities.open ? (
          <Way
            to={sampleCompanyPath}
            icon={Store}
            title={t('samples.open')}
            detail={t('sampleCompany.begin.sampleDetail')}
          />
        ) : null}
      </ul>
    </section>
  )
}

function Way({
  to,
  icon: Icon,
  title,
  detail,
}: {
  to: string
  icon: LucideIcon
  title: string
  detail: string
}) {
  return (
    <li className="flex">
      <Link
        to={to}
        className="flex flex-1 flex-col items-start gap-3 rounded-md border border-line bg-surface p-4 hover:border-line-strong hover:bg-hover"
      >
        <span className="grid size-9 place-items-center rounded-md bg-accent-soft text-accent-ink">
          <Icon size={18} strokeWidth={1.75} aria-hidden />
        </span>
        <span>
          <span className="block font-medium">{title}</span>
          <span className="block text-muted">{detail}</span>
        </span>
      </Link>
    </li>
  )
}
