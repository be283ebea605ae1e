import type { OutputOf } from '@flexoffice/contract/operation'
import type { listRoles } from '@flexoffice/contract/people'

/** A role as the list of roles answers it. */
export type ListedRole = OutputOf<typeof listRoles>['roles'][number]
