import { z } from 'zod'

/** The body of every error answer (RFC 9457, `application/problem+json`). */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  /** A more exact reason than the code, e.g. `source_unknown_host`. */
  reason: z.string().optional(),
  detail: z.string(),
  fields: z
    .array(z.object({ path: z.string(), message: z.string(), code: z.string().optional() }))
    .optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  /** Quoted to support; the same id stands in the server's log. */
  reference: z.string(),
})

export type Problem = z.infer<typeof problem>
