import type { ErrorCode } from '@flexoffice/base'
import { AppError } from '@flexoffice/base'
import type { StatementOutcome } from '@flexoffice/sdk/connector'
import { withSourceFailure } from '@flexoffice/sdk/connector'

/** An ErrorResponse of PostgreSQL as the driver reads it. Its texts may hold values of rows. */
export interface ServerError {
  code: string
  severity?: string
  message: string
  schema?: string
  table?: string
  column?: string
  constraint?: string
  position?: string
  routine?: string
}

interface Meaning {
  code: ErrorCode
  reason: string
  public: string
  retryable?: boolean
}

const constraint = (reason: string, text: string): Meaning => ({
  code: 'constraint_violated',
  reason,
  public: text,
})
const invalidValue: Meaning = {
  code: 'invalid_input',
  reason: 'invalid_value',
  public: 'A value does not fit the type of its column. Correct it and try again.',
}
const sourceChanged: Meaning = {
  code: 'source_failed',
  reason: 'source_changed',
  public:
    'A table or column is no longer there as it was. Ask an Admin to read the structure of the source again.',
}
const restarting: Meaning = {
  code: 'unavailable',
  reason: 'source_restarting',
  public: 'The database is starting or stopping. Try again in a moment.',
  retryable: true,
}
const tryAgain: Meaning = {
  code: 'conflict',
  reason: 'concurrent_change',
  public: 'Somebody else changed the same records at the same moment. Try again.',
  retryable: true,
}

/** What each SQLSTATE means to the person, without values, names or the database's own words. */
const meanings: Record<string, Meaning> = {
  '23505': constraint(
    'unique',
    'Another record has the same value where it must be unique. Choose a different value.',
  ),
  '23503': constraint(
    'foreign_key',
    'The record refers to one that does not exist, or others still refer to it. Choose one that exists, or change those first.',
  ),
  '23514': constraint(
    'check',
    'A value breaks a rule that the database keeps for this table. Change the value.',
  ),
  '23502': constraint('not_null', 'A value is missing where the database needs one. Fill it in.'),
  '23P01': constraint(
    'exclusion',
    'The record overlaps another where the database allows none. Change its limits.',
  ),
  '23001': constraint('foreign_key', 'Other records still refer to this one. Change or delete those first.'),
  '23000': constraint('constraint', 'The record breaks a rule of the database. Change its values.'),
  '44000': constraint(
    'view_check',
    'The record would not be visible through the view that it is written to. Change its values so that it is.',
  ),
  '0A000': {
    code: 'unprocessable',
    reason: 'not_supported',
    public: 'The database does not support this. Ask for it in another way.',
  },
  '25006': {
    code: 'read_only',
    reason: 'source_read_only',
    public:
      'The source is read-only: nothing can be changed here. Ask whoever connected it to allow writing.',
  },
  '40001': tryAgain,
  '40P01': tryAgain,
  '55P03': {
    code: 'locked',
    reason: 'locked',
    public: 'The record is in use. Try again in a moment.',
    retryable: true,
  },
  '42501': {
    code: 'source_failed',
    reason: 'source_permission_denied',
    public: 'The login of this source may not do this. Ask an Admin to grant it the right in the database.',
  },
  '42703': sourceChanged,
  '42P01': sourceChanged,
  '42704': sourceChanged,
  '3F000': sourceChanged,
  '53100': {
    code: 'unavailable',
    reason: 'source_disk_full',
    public: 'The disk of the database is full. Nothing was changed; its operator must free space.',
  },
  '53200': {
    code: 'unavailable',
    reason: 'source_out_of_memory',
    public: 'The database has no memory left for this. Ask for less, or try again later.',
    retryable: true,
  },
  '53300': {
    code: 'unavailable',
    reason: 'source_too_many_connections',
    public:
      'The database accepts no more connections. Try again in a moment, or ask its operator to allow more.',
    retryable: true,
  },
  '57014': {
    code: 'source_timeout',
    reason: 'statement_timeout',
    public: 'The database took too long and was stopped. Narrow the question, or try again.',
  },
  '57P01': restarting,
  '57P02': restarting,
  '57P03': restarting,
  '2BP01': {
    code: 'conflict',
    reason: 'in_use',
    public: 'Other objects of the database depend on this. Change those first.',
  },
  P0001: {
    code: 'unprocessable',
    reason: 'refused_by_source',
    public:
      'A rule inside the database refused this. Change the values, or ask the operator of the database.',
  },
}

const classMeanings: Record<string, Meaning> = {
  '22': invalidValue,
  '23': meanings['23000']!,
  '40': tryAgain,
  '42': {
    code: 'unprocessable',
    reason: 'invalid_statement',
    public:
      'The database does not understand the statement. Have the source looked at again; if it stays, tell the operator.',
  },
  '53': {
    code: 'unavailable',
    reason: 'source_no_resources',
    public: 'The database has no room for this now. Try again later.',
    retryable: true,
  },
  '54': {
    code: 'too_large',
    reason: 'source_limit',
    public: 'This is larger than the database can take in one step. Ask for less at once.',
  },
}

const unknownMeaning: Meaning = {
  code: 'source_failed',
  reason: 'source_error',
  public: 'The database could not do this. An Admin finds the cause in the log of the source.',
}

/** Tells an answer of the server from a failure of the connection. */
export function isServerError(error: unknown): error is ServerError {
  return (
    error instanceof Error &&
    'severity' in error &&
    /^[0-9A-Z]{5}$/.test(String((error as { code?: unknown }).code))
  )
}

/** An error of a running statement in our words. `sent` says whether anything had left for the server. */
export function statementError(error: unknown, sent: boolean): AppError {
  if (error instanceof AppError) return error
  if (!isServerError(error)) return connectionLost(error, sent)
  const meaning = isStalePlan(error)
    ? sourceChanged
    : (meanings[error.code] ?? classMeanings[error.code.slice(0, 2)] ?? unknownMeaning)
  const position = error.position === undefined ? null : Number(error.position)
  const appError = new AppError(meaning.code, {
    public: meaning.public,
    internal: `PostgreSQL ${error.code}${error.routine ? ` in ${error.routine}` : ''}`,
    params: { state: error.code, ...(position === null ? {} : { position }) },
    reason: meaning.reason,
  })
  const facts = {
    outcome: 'refused' as StatementOutcome,
    retryable: meaning.retryable ?? isStalePlan(error),
    state: error.code,
    schema: error.schema ?? null,
    table: error.table ?? null,
    column: error.column ?? null,
    constraint: error.constraint ?? null,
    position,
  }
  return withSourceFailure(appError, facts, error.message)
}

/** The connection ended before an answer came. */
export function connectionLost(cause: unknown, sent: boolean): AppError {
  const error = new AppError('source_failed', {
    public: sent
      ? 'The connection to the database was lost before its answer came. A change may or may not have been made: look before you try again.'
      : 'The connection to the database was lost. Nothing was changed; try again.',
    internal: `connection lost: ${cause instanceof Error ? cause.message : 'closed'}`,
    reason: 'source_connection_lost',
  })
  return withSourceFailure(error, plainFacts(sent ? 'unknown' : 'not-sent', !sent), null)
}

/** The statement ran longer than it was given. */
export function statementTimeout(outcome: StatementOutcome): AppError {
  const error = new AppError('source_timeout', {
    public: meanings['57014']!.public,
    reason: 'statement_timeout',
  })
  return withSourceFailure(error, plainFacts(outcome, false), null)
}

/** The caller gave the statement up. Its own AppError, when it gave one as the reason, comes back. */
export function statementCancelled(signal: AbortSignal | undefined, outcome: StatementOutcome): AppError {
  const reason: unknown = signal?.reason
  if (reason instanceof AppError) return reason
  const error = new AppError('unavailable', { public: 'The request was cancelled.', reason: 'cancelled' })
  return withSourceFailure(error, plainFacts(outcome, false), null)
}

/** The rows are more than one answer may hold. */
export function resultTooLarge(maximumBytes: number): AppError {
  const error = new AppError('too_large', {
    public: 'The result is too large for one answer. Ask for fewer rows or columns, or export it.',
    params: { maximumBytes },
    reason: 'result_too_large',
  })
  return withSourceFailure(error, plainFacts('refused', false), null)
}

/** All connections are in use and none became free in time. */
export function sourceBusy(): AppError {
  const error = new AppError('unavailable', {
    public: 'All connections to the database are in use. Try again in a moment.',
    reason: 'source_busy',
  })
  return withSourceFailure(error, plainFacts('not-sent', true), null)
}

/** The prepared statement no longer fits the tables, or the server has forgotten it: preparing it again helps. */
export function isStalePlan(error: unknown): boolean {
  if (!isServerError(error)) return false
  // Behind a pooler a name may be unknown to this session, or already taken by another's statement.
  if (error.code === '26000' || error.code === '42P05') return true
  return error.code === '0A000' && error.routine === 'RevalidateCachedQuery'
}

function plainFacts(outcome: StatementOutcome, retryable: boolean) {
  return {
    outcome,
    retryable,
    state: null,
    schema: null,
    table: null,
    column: null,
    constraint: null,
    position: null,
  }
}
