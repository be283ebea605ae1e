import { z } from 'zod'
import { defineEvent } from './event.ts'
import { defineOperation } from './operation.ts'

export const setting = z.object({
  name: z.string(),
  description: z.string(),
  /** JSON Schema of the value: what the form offers and the server checks. */
  schema: z.record(z.string(), z.unknown()),
  default: z.json(),
  value: z.json(),
  isDefault: z.boolean(),
})
export type Setting = z.infer<typeof setting>

export const listSettings = defineOperation({
  name: 'settings/list-settings',
  kind: 'read',
  summary: 'Lists the settings of the workspace with their meaning, default and present value.',
  input: z.strictObject({}),
  output: z.object({ settings: z.array(setting) }),
})

export const saveSetting = defineOperation({
  name: 'settings/save-setting',
  kind: 'write',
  summary: 'Changes a setting of the workspace, or with null puts it back to its default.',
  input: z.strictObject({ name: z.string().max(100), value: z.json() }),
  output: setting,
})

export const settingChanged = defineEvent({
  name: 'settings/setting-changed',
  summary: 'A setting of the workspace changed.',
  payload: z.object({ name: z.string() }),
})
