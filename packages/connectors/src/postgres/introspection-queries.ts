/** Tables and views that the login may read at least in part. Partitions are read through their parent. */
export const tablesQuery = `
select c.oid, n.nspname, c.relname, c.relkind, c.reltuples, pg_catalog.obj_description(c.oid, 'pg_class'),
  (pg_catalog.pg_relation_is_updatable(c.oid, true) & 8) <> 0 and pg_catalog.has_any_column_privilege(c.oid, 'insert'),
  (pg_catalog.pg_relation_is_updatable(c.oid, true) & 4) <> 0 and pg_catalog.has_any_column_privilege(c.oid, 'update'),
  (pg_catalog.pg_relation_is_updatable(c.oid, true) & 16) <> 0 and pg_catalog.has_table_privilege(c.oid, 'delete')
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'f', 'v', 'm') and not c.relispartition
  and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
  and ($1::json is null or n.nspname in (select pg_catalog.json_array_elements_text($1::json)))
  and pg_catalog.has_schema_privilege(n.oid, 'usage')
  and pg_catalog.has_any_column_privilege(c.oid, 'select')
order by n.nspname, c.relname`

/** The columns of those tables that the login may read. */
export const columnsQuery = `
select a.attrelid, a.attnum, a.attname, a.atttypid, t.typname, t.typtype, a.atttypmod,
  pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_catalog.pg_get_expr(d.adbin, d.adrelid),
  a.attidentity, a.attgenerated, pg_catalog.col_description(a.attrelid, a.attnum)
from pg_catalog.pg_attribute a
join pg_catalog.pg_type t on t.oid = a.atttypid
left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attrelid = any ($1::oid[]) and a.attnum > 0 and not a.attisdropped
  and pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'select')
order by a.attrelid, a.attnum`

/** Domains with what they stand for, and enumerations with their labels in order. */
export const typesQuery = `
select t.oid, t.typtype, t.typbasetype, b.typname, t.typtypmod, t.typnotnull, t.typdefault is not null,
  case when t.typtype = 'e' then (select pg_catalog.json_agg(e.enumlabel order by e.enumsortorder)
    from pg_catalog.pg_enum e where e.enumtypid = t.oid) end
from pg_catalog.pg_type t
left join pg_catalog.pg_type b on b.oid = t.typbasetype
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
where t.typtype in ('d', 'e') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'`

/** Unique indexes that could serve as a key: no expressions, no condition, checked at once; primary keys first. */
export const keysQuery = `
select i.indrelid, i.indisprimary, (select pg_catalog.json_agg(k.attnum order by k.place)
    from pg_catalog.unnest(i.indkey) with ordinality k(attnum, place) where k.place <= i.indnkeyatts)
from pg_catalog.pg_index i
where i.indrelid = any ($1::oid[]) and i.indisunique and i.indisvalid and i.indimmediate
  and i.indpred is null and i.indexprs is null
order by i.indrelid, i.indisprimary desc, i.indnkeyatts, i.indexrelid`

/** Foreign keys between those tables, without the copies that partitions have. */
export const relationsQuery = `
select c.oid, c.conname, c.conrelid, c.confrelid,
  pg_catalog.array_to_json(c.conkey), pg_catalog.array_to_json(c.confkey)
from pg_catalog.pg_constraint c
where c.contype = 'f' and c.conparentid = 0 and c.conrelid = any ($1::oid[]) and c.confrelid = any ($1::oid[])
order by c.conrelid, c.conname, c.oid`
