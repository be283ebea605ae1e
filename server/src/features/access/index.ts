import { defineFeature } from '../../core/feature.ts'
import { tellRoleUses } from '../people/api.ts'
import { explainAccess } from './explain-access.ts'
import { findGrantedTables, forgetGrants } from './granted-tables.ts'
import { listReaders } from './list-readers.ts'
import { removeGrant, saveGrant } from './save-grant.ts'
import { checkRowRule, countGrants, showTableAccess } from './show-access.ts'

/** Who may do what with which rows and columns of a table: grants of roles, united into one policy per set of roles. */
export const access = defineFeature({
  name: 'access',
  migrations: new URL('./migrations/', import.meta.url),
  start: (runtime) => tellRoleUses(runtime, { find: findGrantedTables, forget: forgetGrants }),
  operations: [
    showTableAccess,
    countGrants,
    saveGrant,
    removeGrant,
    checkRowRule,
    explainAccess,
    listReaders,
  ],
})
