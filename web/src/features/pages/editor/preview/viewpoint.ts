import type { InputOf } from '@flexoffice/contract/operation'
import type { runPageQuery } from '@flexoffice/contract/pages'
import type { AttributeValues } from '../../../people/api.ts'

type PreviewAs = NonNullable<InputOf<typeof runPageQuery>['as']>

/** Who the page is tried as: oneself, somebody else, or any holder of a role. */
export interface Viewpoint {
  as?: PreviewAs
  /** What the page's own expressions read as `user`; the same as the rows are read by. */
  user?: Record<string, unknown>
}

interface Person {
  id: string
  name: string
  email: string
  roles: string[]
  attributes: object
}

/** Anybody with a role and these attributes; empty lines of a list are no values. */
export function roleViewpoint(role: string, values: AttributeValues): Viewpoint {
  const given = Object.entries(values).map(
    ([name, value]) =>
      [name, Array.isArray(value) ? value.filter((line: string) => line.trim() !== '') : value] as const,
  )
  const attributes = Object.fromEntries(given) as Record<string, string | boolean | string[] | null>
  return { as: { roles: [role], attributes }, user: { roles: [role], attributes } }
}

/** A person as they are; `person` is absent while it is not known who that is. */
export function personViewpoint(personId: string, person: Person | undefined): Viewpoint {
  if (!person) return { as: { personId } }
  const { id, name, email, roles, attributes } = person
  return { as: { personId }, user: { id, name, email, roles, attributes } }
}
