import { z } from 'zod'
import type { Runtime } from '../../core/runtime.ts'
import type { SettingDeclaration } from '../../core/setting-declaration.ts'
import { readSetting } from '../../core/settings.ts'
import type { FileLimits } from '../files/api.ts'

const megabyte = 1024 * 1024

const maximumMegabytes: SettingDeclaration<number> = {
  name: 'sources.uploadMaximumMegabytes',
  schema: z.int().min(1).max(2_048),
  default: 100,
  description: 'The largest spreadsheet that may be uploaded, in megabytes.',
}

const storedMegabytes: SettingDeclaration<number> = {
  name: 'sources.uploadStoredMegabytes',
  schema: z.int().min(1).max(102_400),
  default: 2_048,
  description:
    'How many megabytes of uploaded files the workspace may keep at once; each is removed a day after it came.',
}

const maximumRows: SettingDeclaration<number> = {
  name: 'sources.uploadMaximumRows',
  schema: z.int().min(1).max(5_000_000),
  default: 1_048_576,
  description: 'The most rows that one import may load.',
}

const importSeconds: SettingDeclaration<number> = {
  name: 'sources.importTimeoutSeconds',
  schema: z.int().min(10).max(14_400),
  default: 1_800,
  description: 'The longest time, in seconds, that one import may take.',
}

/** The settings of uploads, as Admins may change them. */
export const uploadSettings = [
  maximumMegabytes,
  storedMegabytes,
  maximumRows,
  importSeconds,
] as SettingDeclaration[]

/** What one file may cost in this workspace. */
export async function fileLimits(runtime: Runtime, tenantId: string): Promise<Partial<FileLimits>> {
  const read = (setting: SettingDeclaration<number>) => readSetting(runtime, tenantId, setting)
  return {
    maxFileBytes: (await read(maximumMegabytes)) * megabyte,
    maxRows: await read(maximumRows),
    importTimeoutSeconds: await read(importSeconds),
  }
}

/** How many bytes of uploads the workspace may keep at once. */
export async function storedBytesLimit(runtime: Runtime, tenantId: string): Promise<number> {
  return (await readSetting(runtime, tenantId, storedMegabytes)) * megabyte
}
