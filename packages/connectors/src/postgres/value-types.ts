import type { ValueType } from '@flexoffice/sdk/connector'

/** PostgreSQL's types as values of the platform. Everything not named here can be shown, not calculated with. */
const valueTypesByName: Record<string, ValueType> = {
  text: 'text',
  varchar: 'text',
  bpchar: 'text',
  name: 'text',
  char: 'text',
  citext: 'text',
  int2: 'integer',
  int4: 'integer',
  int8: 'integer',
  oid: 'integer',
  numeric: 'decimal',
  float4: 'float',
  float8: 'float',
  bool: 'boolean',
  date: 'date',
  time: 'time',
  timestamp: 'datetime',
  timestamptz: 'timestamp',
  uuid: 'uuid',
  json: 'json',
  jsonb: 'json',
  bytea: 'binary',
}

/** The platform's type for a base type's name. `money` is not a number here: its text depends on the server's locale. */
export function valueTypeOf(typeName: string, isEnum: boolean): ValueType {
  if (isEnum) return 'text'
  return Object.hasOwn(valueTypesByName, typeName) ? valueTypesByName[typeName]! : 'other'
}

/** The greatest number of characters that a type modifier allows, for the types that have one. */
export function maximumLengthOf(typeName: string, modifier: number): number | null {
  if (typeName !== 'varchar' && typeName !== 'bpchar') return null
  return modifier > 4 ? modifier - 4 : null
}
