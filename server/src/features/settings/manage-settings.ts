import { AppError, notFound } from '@flexoffice/base'
import type { Setting } from '@flexoffice/contract/settings'
import * as contract from '@flexoffice/contract/settings'
import { z } from 'zod'
import { operation } from '../../core/operation.ts'
import type { SettingDeclaration } from '../../core/setting-declaration.ts'
import { loadSettings, settingValue, storeSetting } from '../../core/settings.ts'

/** Lists every declared setting with its value here. */
export const listSettings = operation(contract.listSettings, {
  allow: 'settings.manage',
  async run(ctx) {
    const stored = await loadSettings(ctx.db)
    return { settings: ctx.runtime.settings.map((declaration) => describe(declaration, stored)) }
  },
})

/** Changes a setting; the new value holds on every node with the commit. */
export const saveSetting = operation(contract.saveSetting, {
  allow: 'settings.manage',
  async run(ctx, { name, value }) {
    const declaration = ctx.runtime.settings.find((candidate) => candidate.name === name)
    if (!declaration) throw notFound(`setting ${name}`)
    if (value !== null) checkValue(declaration, value)
    const stored = await loadSettings(ctx.db)
    await storeSetting(ctx.db, ctx.tenant, name, value)
    const after = new Map(stored)
    if (value === null) after.delete(name)
    else after.set(name, value)
    ctx.record({
      object: { type: 'setting', id: name },
      before: settingValue(declaration, stored),
      after: settingValue(declaration, after),
    })
    ctx.emit(contract.settingChanged, { name })
    ctx.invalidate({ policies: true })
    return describe(declaration, after)
  },
})

function checkValue(declaration: SettingDeclaration, value: unknown): void {
  const parsed = declaration.schema.safeParse(value)
  if (parsed.success) return
  const message = parsed.error.issues[0]?.message ?? 'is not valid'
  throw new AppError('invalid_input', {
    public: `${declaration.name}: ${message}`,
    fields: [{ path: '/value', message }],
  })
}

function describe(declaration: SettingDeclaration, stored: ReadonlyMap<string, unknown>): Setting {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(declaration.schema)
  return {
    name: declaration.name,
    description: declaration.description,
    schema,
    default: declaration.default as never,
    value: settingValue(declaration, stored) as never,
    isDefault: !stored.has(declaration.name),
  }
}
