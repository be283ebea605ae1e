import type { Readable } from 'node:stream'
import { AppError } from '@flexoffice/base'
import type { Actor, PersonActor } from '../actor.ts'
import { holds } from '../actor.ts'
import type { AnyOperation } from '../operation.ts'
import { neededPermissions } from '../operation.ts'
import type { Runtime } from '../runtime.ts'

const checkMilliseconds = 250

/**
 * Looks every 250 ms whether the session of a long answer still lives and may still do what it does; if not, the answer
 * breaks off as a lost connection does, so that nobody takes the part for the whole.
 */
export function watchStream(
  runtime: Runtime,
  operation: AnyOperation,
  person: PersonActor,
  stream: Readable,
): void {
  let checking = false

  async function check(): Promise<void> {
    if (checking) return
    checking = true
    const actor = await Promise.resolve(runtime.resume(person, runtime)).catch(() => null)
    checking = false
    if (!mayStill(operation, person, actor)) stream.destroy(revoked())
  }

  const timer = setInterval(() => void check(), checkMilliseconds)
  stream.once('close', () => clearInterval(timer))
}

/** Where the rule is more than a permission, the answer was made for the roles of then and no others. */
function mayStill({ allow }: AnyOperation, before: PersonActor, now: Actor | null): boolean {
  if (now?.kind !== 'person') return false
  const needed = neededPermissions(allow)
  if (!needed) return now.roles.join() === before.roles.join()
  return needed.every((permission) => holds(now, permission))
}

function revoked(): AppError {
  return new AppError('session_ended', {
    public: 'The session or the right to this answer ended while it was sent.',
  })
}
