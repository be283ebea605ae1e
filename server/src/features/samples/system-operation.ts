import type { OperationContract, OperationKind } from '@flexoffice/contract/operation'
import { defineOperation } from '@flexoffice/contract/operation'
import { z } from 'zod'
import type { Context } from '../../core/context.ts'
import { onlySystem } from '../../core/only-system.ts'
import type { AnyOperation } from '../../core/operation.ts'
import { operation } from '../../core/operation.ts'

/** A step of a job of this feature: journalled like any act, and nobody's to call. */
export function systemOperation<Input extends object>(
  name: string,
  summary: string,
  run: (ctx: Context, input: Input) => Promise<void>,
  kind: OperationKind = 'write',
): AnyOperation {
  const contract: OperationContract = defineOperation({
    name,
    kind,
    summary,
    input: z.custom<Input>(),
    output: z.object({}),
  })
  return operation(contract, {
    allow: onlySystem,
    async run(ctx, input) {
      await run(ctx, input as Input)
      return {}
    },
  })
}
