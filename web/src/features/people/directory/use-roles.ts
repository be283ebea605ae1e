import * as contract from '@flexoffice/contract/people'
import { useOperation } from '../../../core/session/client.ts'

/** The roles with their permissions, how many people hold each, and which of them the caller may give. */
export function useRoles() {
  return useOperation(contract.listRoles, {})
}
