import type { z } from 'zod'

/** Something that happened, told by ids only: whoever hears it reads the thing again under their own rights. */
export interface EventContract<Payload extends z.ZodType = z.ZodType> {
  /** `feature/noun-verbed`. */
  name: string
  summary: string
  payload: Payload
}

/** Declares an event. */
export function defineEvent<Payload extends z.ZodType>(
  event: EventContract<Payload>,
): EventContract<Payload> {
  return event
}

export type PayloadOf<Contract extends EventContract> = z.output<Contract['payload']>
