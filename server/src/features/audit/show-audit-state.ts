import { join } from 'node:path'
import * as contract from '@flexoffice/contract/audit'
import { verifyAudit } from '../../core/journal/verify-audit.ts'
import { operation } from '../../core/operation.ts'

/**
 * Verifies the chain now. The chain is the installation's; a workspace is told whether it is whole and of findings that
 * concern its own entries by number only.
 */
export const showAuditState = operation(contract.showAuditState, {
  allow: 'audit.read',
  store: 'none',
  audit: 'batched',
  async run(ctx) {
    const { keys, store, config, relay } = ctx.runtime
    await relay.settle()
    const result = await verifyAudit(
      store.relay,
      keys.derive('audit-chain'),
      join(config.dataFolder, 'audit', 'heads.jsonl'),
    )
    ctx.record({
      object: { type: 'audit', id: ctx.tenant },
      detail: { entries: result.entries, whole: result.findings.length === 0 },
    })
    const { entries, anchoredTo, findings } = result
    return { entries, anchoredTo, whole: findings.length === 0, findings: findings.slice(0, 100) }
  },
})
