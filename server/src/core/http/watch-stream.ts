import type { Readable } from 'node:stream'
import { AppError } from '@flexoffice/base'
import type { PersonActor } from '../actor.ts'
import { holds, sameRights } from '../actor.ts'
import type { AnyOperation, RawBody } from '../operation.ts'
import { neededPermissions } from '../operation.ts'
import type { Runtime } from '../runtime.ts'

const checkMilliseconds = 250

/**
 * Looks every 250 ms whether the session of a long answer still lives, may still do what it does, and whether what the
 * answer was made under still holds; if not, the answer breaks off as a lost connection does, so that nobody takes the
 * part for the whole.
 */
export function watchStream(
  runtime: Runtime,
  operation: AnyOperation,
  person: PersonActor,
  stream: Readable,
  stillHolds?: RawBody['stillHolds'],
): void {
  let checking = false

  async function check(): Promise<void> {
    if (checking) return
    checking = true
    const isFine = await look().catch(() => false)
    checking = false
    if (!isFine) stream.destroy(revoked())
  }

  async function look(): Promise<boolean> {
    const actor = await runtime.resume(person, runtime)
    if (actor?.kind !== 'person' || !mayStill(operation, person, actor)) return false
    return stillHolds === undefined || stillHolds(actor)
  }

  const timer = setInterval(() => void check(), checkMilliseconds)
  stream.once('close', () => clearInterval(timer))
}

/** Where the rule is more than a permission, the answer was made for the rights of then and no others. */
function mayStill({ allow }: AnyOperation, before: PersonActor, now: PersonActor): boolean {
  const needed = neededPermissions(allow)
  if (!needed) return sameRights(before, now)
  return needed.every((permission) => holds(now, permission))
}

function revoked(): AppError {
  return new AppError('session_ended', {
    public: 'The session or the right to this answer ended while it was sent.',
  })
}
