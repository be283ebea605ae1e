import type { OperationContract } from '@flexoffice/contract/operation'
import type { Actor } from '../actor.ts'
import { outcomeOf } from '../journal/journal-entry.ts'
import type { SpanAttributes, SpanStart } from './tracing.ts'

/** The span of an operation: its name and kind, the workspace, and how it ended. Not who called, nor with what. */
export function spanOfOperation(
  contract: Pick<OperationContract, 'name' | 'kind'>,
  actor: Actor,
  kind: SpanStart['kind'],
): SpanStart {
  const attributes: SpanAttributes = { 'flexoffice.operation.kind': contract.kind }
  if (actor.kind !== 'anonymous' && actor.tenantId) attributes['flexoffice.tenant.id'] = actor.tenantId
  return {
    name: contract.name,
    kind,
    attributes,
    atEnd: (error) => ({ 'flexoffice.outcome': error === null ? 'done' : outcomeOf(error) }),
  }
}
