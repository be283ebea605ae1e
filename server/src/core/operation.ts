import type { OperationContract, OutputOf, ParsedInputOf } from '@flexoffice/contract/operation'
import type { Permission } from '@flexoffice/contract/permissions'
import type { PersonActor } from './actor.ts'
import type { Context } from './context.ts'

/**
 * Who may call: a permission by name, several that are all needed, or a rule that looks at the object and throws `notFound`
 * or `forbidden`. `public` fits only a contract whose audience is public; `signedIn` means any person about themselves.
 */
export type Allow<Input> =
  | Permission
  | readonly Permission[]
  | 'public'
  | 'signedIn'
  | ((ctx: Context, input: Input) => Promise<void> | void)

/** A body that is ready for the wire: rows encoded by the data path, files. It bypasses the output schema. */
export class RawBody {
  readonly contentType: string
  readonly body: string | Buffer | import('node:stream').Readable
  readonly headers: Record<string, string>
  /** Of a long answer: whether what it was made under still holds for its person, besides session and permission. */
  readonly stillHolds: ((actor: PersonActor) => Promise<boolean>) | undefined

  constructor(
    contentType: string,
    body: RawBody['body'],
    headers: Record<string, string> = {},
    stillHolds?: RawBody['stillHolds'],
  ) {
    this.contentType = contentType
    this.body = body
    this.headers = headers
    this.stillHolds = stillHolds
  }
}

export interface Operation<Contract extends OperationContract = OperationContract> {
  contract: Contract
  allow: Allow<ParsedInputOf<Contract>>
  /** `management` (default): ctx.db is a transaction. `none`: the operation does not touch the management store. */
  store: 'management' | 'none'
  /** Reads only. `batched`: entries are gathered and written each second; `none`: the person's own surroundings. */
  audit: 'batched' | 'none'
  run(
    ctx: Context,
    input: ParsedInputOf<Contract>,
  ): Promise<OutputOf<Contract> | RawBody> | OutputOf<Contract> | RawBody
}

/** An operation of whichever contract, as the one way in sees it; each was checked against its own contract by operation(). */
export interface AnyOperation {
  contract: OperationContract
  allow: Allow<never>
  store: 'management' | 'none'
  audit: 'batched' | 'none'
  run(ctx: Context, input: never): unknown
}

/** The permissions that are all needed where they alone decide; undefined where a rule looks at the object. */
export function neededPermissions(allow: Allow<never>): readonly Permission[] | undefined {
  if (typeof allow === 'function') return undefined
  if (typeof allow !== 'string') return allow
  return allow === 'public' || allow === 'signedIn' ? [] : [allow]
}

/** Defines the one implementation of a contract. */
export function operation<Contract extends OperationContract>(
  contract: Contract,
  implementation: Pick<Operation<Contract>, 'allow' | 'run'> &
    Partial<Pick<Operation<Contract>, 'store' | 'audit'>>,
): Operation<Contract> {
  if ((implementation.allow === 'public') !== (contract.audience === 'public')) {
    throw new Error(
      `${contract.name}: the contract's audience and the operation's rule disagree about "public"`,
    )
  }
  return {
    contract,
    store: 'management',
    audit: contract.kind === 'read' ? 'none' : 'batched',
    ...implementation,
  }
}
