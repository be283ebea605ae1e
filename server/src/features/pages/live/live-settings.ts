import { z } from 'zod'
import type { SettingDeclaration } from '../../../core/setting-declaration.ts'

/** Who comes later may look on. */
export const maximumEditors: SettingDeclaration<number> = {
  name: 'pages.maximumEditors',
  schema: z.int().min(1).max(100),
  default: 5,
  description: 'How many people may edit one page at the same time; further ones open it read-only.',
}
