import type { Permission } from '@flexoffice/contract/permissions'

/** What a permission is of no use without, since its screens are reached or filled by them. */
const needs: Partial<Record<string, readonly Permission[]>> = {
  'people.manage': ['people.view'],
  'access.manage': ['people.view', 'sources.view', 'data.use'],
  'access.explain': ['people.view'],
  'sources.connect': ['sources.view'],
  'sources.upload': ['sources.view', 'data.use'],
  'pages.edit': ['pages.view', 'data.use'],
  'workbench.change': ['workbench.use'],
}

/** The permissions with one more and what it needs, as far as it may be given. */
export function addPermission(
  held: readonly string[],
  permission: string,
  mayGive: (permission: string) => boolean,
): string[] {
  const added = [permission, ...(needs[permission] ?? []).filter(mayGive)]
  return [...new Set([...held, ...added])]
}
