import { Button, IconButton } from '@flexoffice/ui'
import { X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { usePermission } from '../../../../core/session/session.ts'
import { useStore } from '../../../../core/store.ts'
import { createPageQueryRunner } from '../../run/run-page-query.ts'
import { usePageRuntime } from '../../run/use-page-runtime.ts'
import { PageSurface } from '../../viewer/page-surface.tsx'
import { useEditor, usePage } from '../editor.ts'
import { type Viewpoint, ViewpointChoice } from './viewpoint-choice.tsx'

/** The draft as its readers would use it, also seen with the eyes of a role or a person. */
export function DraftPreview({ onClose }: { onClose: () => void }) {
  const { t } = useMessages()
  const editor = useEditor()
  const { unsaved } = useStore(editor.live.state)
  const [viewpoint, setViewpoint] = useState<Viewpoint>({})
  const explains = usePermission('access.explain')
  const grants = usePermission('access.manage')
  const mayBorrow = explains && grants
  return (
    <div className="flex h-dvh flex-col bg-canvas">
      <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-3 border-b border-line bg-surface px-3 py-1.5">
        <h1 tabIndex={-1} className="text-md font-semibold">
          {t('pageEditor.preview.title')}
        </h1>
        {mayBorrow ? <ViewpointChoice onChange={setViewpoint} /> : null}
        {mayBorrow ? (
          <span className="text-muted max-md:hidden">
            {t(viewpoint.as ? 'pageEditor.preview.changesNothing' : 'pageEditor.preview.asYourself')}
          </span>
        ) : (
          <span className="min-w-0 flex-1 text-muted">{t('pageEditor.preview.onlyYourself')}</span>
        )}
        <span className="ml-auto flex gap-1">
          <Button onClick={onClose} className="max-sm:hidden">
            {t('pageEditor.preview.back')}
          </Button>
          <IconButton
            icon={X}
            label={t('pageEditor.preview.close')}
            className="sm:hidden"
            onClick={onClose}
          />
        </span>
      </header>
      <main id="content" className="flex min-h-0 flex-1 flex-col overflow-auto">
        {unsaved > 0 ? (
          <p className="p-4 text-muted" role="status">
            {t('pageEditor.preview.waits')}
          </p>
        ) : (
          <RunningDraft key={JSON.stringify(viewpoint.as ?? null)} viewpoint={viewpoint} />
        )}
      </main>
    </div>
  )
}

function RunningDraft({ viewpoint }: { viewpoint: Viewpoint }) {
  const { pageId } = useEditor()
  const page = usePage()
  const { as, user } = viewpoint
  const runQuery = useMemo(
    () => createPageQueryRunner({ pageId, draft: true, ...(as ? { as } : {}) }),
    [pageId, as],
  )
  const runtime = usePageRuntime({ page, pageId, runQuery, user, changesNothing: as !== undefined })
  return <PageSurface runtime={runtime} theme={page.theme} />
}
