import { sql } from 'kysely'
import type { Runtime } from './runtime.ts'
import { perRuntime } from './runtime.ts'
import type { SettingDeclaration } from './setting-declaration.ts'
import type { Database } from './store/management-store.ts'

type Stored = ReadonlyMap<string, unknown>

/** Each workspace's stored settings, kept until an epoch says that something of the workspace changed. */
const cache = perRuntime((runtime) => {
  const tenants = new Map<string, Promise<Stored>>()
  const unsubscribe = runtime.epochs.subscribe(({ tenantId, policies }) => {
    if (tenantId === '*') tenants.clear()
    else if (policies) tenants.delete(tenantId)
  })
  runtime.onStop(unsubscribe)
  return tenants
})

/** Reads a setting of a workspace; a stored value that its schema no longer takes counts as not set. */
export async function readSetting<Value>(
  runtime: Runtime,
  tenantId: string,
  declaration: SettingDeclaration<Value>,
): Promise<Value> {
  const tenants = cache(runtime)
  let stored = runtime.epochs.isFresh() ? tenants.get(tenantId) : undefined
  if (!stored) {
    stored = runtime.store.lookUp(tenantId, loadSettings)
    tenants.set(tenantId, stored)
    stored.catch(() => tenants.delete(tenantId))
  }
  return settingValue(declaration, await stored)
}

/** The value of a declared setting among the stored ones. */
export function settingValue<Value>(declaration: SettingDeclaration<Value>, stored: Stored): Value {
  const parsed = declaration.schema.safeParse(stored.get(declaration.name))
  return parsed.success ? parsed.data : declaration.default
}

/** Loads what is stored, in the tenant's transaction. */
export async function loadSettings(db: Database): Promise<Stored> {
  const result = await sql<{ name: string; value: unknown }>`select name, value from core.setting`.execute(db)
  return new Map(result.rows.map((row) => [row.name, row.value]))
}

/** Stores a value, or removes it so that the default holds. */
export async function storeSetting(
  db: Database,
  tenantId: string,
  name: string,
  value: unknown,
): Promise<void> {
  if (value === null) await sql`delete from core.setting where name = ${name}`.execute(db)
  else {
    await sql`insert into core.setting (tenant_id, name, value) values (${tenantId}, ${name}, ${JSON.stringify(value)}::jsonb)
      on conflict (tenant_id, name) do update set value = excluded.value`.execute(db)
  }
}
