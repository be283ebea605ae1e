import { AppError } from '@flexoffice/base'
import type { Context } from '../../core/context.ts'
import type { JournalEntry } from '../../core/journal/journal-entry.ts'
import type { Runtime } from '../../core/runtime.ts'
import { hashPassword, pretendToVerify, verifyPassword } from './passwords.ts'

const lockAfter = 5
const lockMinutes = 15
/** E-mails that are counted at once; past this, those that would be forgotten first are. */
const maximumSubjects = 100_000
const trimMilliseconds = 60_000

/** A guess at the password of an e-mail. */
export interface Guess {
  email: string
  /** The account under that e-mail; null = there is none, which costs the same and is answered the same. */
  holder: { id: string; hash: string } | null
  /** What the audit logs are told of a failure, besides the operation's own entry. */
  entries?: (cause: string) => JournalEntry[]
}

/**
 * Tells whether a password is right. The guess is counted in the store before the password is looked at, so no more than
 * five are ever tried side by side; all ways to guess at one e-mail share the count. Throws `locked` after the fifth.
 */
export async function guessPassword(ctx: Context, guess: Guess, password: string): Promise<boolean> {
  const { holder } = guess
  const subject = ctx.runtime.keys.digest('guess', guess.email)
  const [taken] = await ctx.gate<{ verdict: 'go' | 'wait' | 'locked'; locked_until: Date | null }>(
    'people.gate_take_guess',
    subject,
    ctx.now(),
    lockAfter,
    lockMinutes,
  )
  if (taken!.verdict === 'wait') throw tooManyAtOnce()
  if (taken!.verdict === 'locked') {
    await fail(ctx, subject, guess, 'locked')
    throw locked(ctx, taken!.locked_until!)
  }
  const { correct, upgrade } = holder
    ? await verifyPassword(holder.hash, password)
    : await pretendToVerify(password)
  if (holder && correct) {
    await ctx.gate(
      'people.gate_pass_guess',
      subject,
      holder.id,
      upgrade ? await hashPassword(password) : null,
    )
    return true
  }
  const lockedUntil = await fail(ctx, subject, guess, 'wrong password')
  if (lockedUntil && lockedUntil > ctx.now()) throw locked(ctx, lockedUntil)
  return false
}

/** Keeps the table of guesses small: each minute, and whoever tries however many e-mails. */
export function trimGuesses(runtime: Runtime): void {
  const trim = () => runtime.store.gate('people.gate_trim_guesses', runtime.clock(), maximumSubjects)
  const timer = setInterval(() => {
    trim().catch((error) => runtime.log.warn({ err: error }, 'counted guesses could not be trimmed'))
  }, trimMilliseconds)
  timer.unref()
  runtime.onStop(() => clearInterval(timer))
}

async function fail(
  ctx: Context,
  subject: Buffer,
  { holder, entries }: Guess,
  cause: 'locked' | 'wrong password',
): Promise<Date | null> {
  const [after] = await ctx.gate<{ locked_until: Date | null }>(
    'people.gate_fail_guess',
    subject,
    ctx.now(),
    cause !== 'locked',
    lockAfter,
    lockMinutes,
    holder?.id ?? null,
    JSON.stringify(entries?.(cause) ?? []),
  )
  return after?.locked_until ?? null
}

function locked(ctx: Context, until: Date): AppError {
  const minutes = Math.max(1, Math.ceil((until.getTime() - ctx.now().getTime()) / 60_000))
  return new AppError('locked', {
    public: `Too many failed attempts. Try again in ${minutes} minutes, or ask an Admin to reset your password.`,
    params: { minutes },
  })
}

function tooManyAtOnce(): AppError {
  return new AppError('too_many_requests', {
    public: 'Too many sign-ins of this e-mail at the same moment. Try again in a second.',
    params: { retryAfterSeconds: 1 },
  })
}
