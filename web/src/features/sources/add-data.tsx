import { buttonClassName } from '@flexoffice/ui'
import { Link } from '@tanstack/react-router'
import { Plug, Store, Upload } from 'lucide-react'
import { useMessages } from '../../core/i18n/languages.ts'
import { usePermission } from '../../core/session/session.ts'

/** The ways to bring data in, as far as the person may; where there is none yet, also the way to look around without. */
export function AddData({ isBeginning = false }: { isBeginning?: boolean }) {
  const { t } = useMessages()
  const mayUpload = usePermission('sources.upload')
  const mayConnect = usePermission('sources.connect')
  const mayBuild = usePermission('pages.edit')
  return (
    <>
      {isBeginning && mayUpload && mayBuild ? (
        <Link to="/data/sample-company" className={buttonClassName('ghost')}>
          <Store size={16} strokeWidth={1.75} aria-hidden />
          {t('samples.open')}
        </Link>
      ) : null}
      {mayUpload ? (
        <Link to="/data/imports/new" className={buttonClassName('secondary')}>
          <Upload size={16} strokeWidth={1.75} aria-hidden />
          {t('sources.upload.action')}
        </Link>
      ) : null}
      {mayConnect ? (
        <Link to="/data/sources/connect" className={buttonClassName('primary')}>
          <Plug size={16} strokeWidth={1.75} aria-hidden />
          {t('sources.connect.title')}
        </Link>
      ) : null}
    </>
  )
}
