import type { FeatureNames } from './feature-names.ts'

/** The files of a new feature in the web app, by their path in the repository. */
export function webFiles(names: FeatureNames): Record<string, string> {
  const folder = `web/src/features/${names.kebab}`
  return {
    [`${folder}/index.ts`]: indexFile(names),
    [`${folder}/${names.kebab}-screen.tsx`]: screenFile(names),
    [`${folder}/messages.en.json`]: words(names, 'None yet', 'What is added to this workspace appears here.'),
    [`${folder}/messages.pt-BR.json`]: words(
      names,
      'Nada ainda',
      'O que for adicionado a este espaço aparece aqui.',
    ),
  }
}

function indexFile({ kebab, camel, pascal }: FeatureNames): string {
  return `import { Boxes } from 'lucide-react'
import { defineWebFeature } from '../../core/registry.ts'

/** What this feature adds to the web application. */
export const ${camel} = defineWebFeature({
  name: '${kebab}',
  screens: [
    {
      path: '/${kebab}',
      titleKey: '${camel}.title',
      permission: 'data.use',
      load: async () => (await import('./${kebab}-screen.tsx')).${pascal}Screen,
    },
  ],
  navigation: [
    { section: 'data', labelKey: '${camel}.title', icon: Boxes, path: '/${kebab}', permission: 'data.use' },
  ],
})
`
}

function screenFile({ kebab, camel, pascal }: FeatureNames): string {
  return `import { list${pascal} } from '@flexoffice/contract/${kebab}'
import { EmptyState, ErrorState, PageBody, PageHeader, SkeletonText } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import { useOperation } from '../../core/session/client.ts'
import { explainError } from '../../core/session/problems.ts'

export function ${pascal}Screen() {
  const { t } = useMessages()
  const listed = useOperation(list${pascal}, {})
  return (
    <PageBody>
      <PageHeader title={t('${camel}.title')} />
      {listed.isPending ? <SkeletonText lines={5} /> : null}
      {listed.isError ? <ErrorState title={explainError(listed.error).title} /> : null}
      {listed.data?.items.length === 0 ? (
        <EmptyState title={t('${camel}.empty.title')}>{t('${camel}.empty.description')}</EmptyState>
      ) : null}
      <ul>
        {listed.data?.items.map((item) => (
          <li key={item.id}>{item.name}</li>
        ))}
      </ul>
    </PageBody>
  )
}
`
}

function words(names: FeatureNames, title: string, description: string): string {
  return `${JSON.stringify({ [names.camel]: { title: names.words, empty: { title, description } } }, null, 2)}\n`
}
