import type { z } from 'zod'

/** A setting that the Admin or operator may change; help and documentation come from the declaration. */
export interface SettingDeclaration<Value = unknown> {
  name: string
  schema: z.ZodType<Value>
  default: Value
  description: string
}
