/** PostgreSQL's long names of the types that the compiler treats by their short ones. */
const shortNames: Record<string, string> = {
  smallint: 'int2',
  integer: 'int4',
  bigint: 'int8',
  real: 'float4',
  'double precision': 'float8',
  boolean: 'bool',
  decimal: 'numeric',
  'character varying': 'varchar',
  character: 'bpchar',
  'time without time zone': 'time',
  'time with time zone': 'timetz',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
}

/** `character varying(40)` -> `varchar`, `timestamp(3) with time zone` -> `timestamptz`; anything unknown stays itself. */
export function baseTypeOf(databaseType: string): string {
  const name = databaseType.replace(/\s*\([^)]*\)/, '').trim()
  return Object.hasOwn(shortNames, name) ? shortNames[name]! : name
}
