create schema catalogue;
grant usage on schema catalogue to flexoffice_app;

-- Moves with every change of structure, so that nodes see cheaply whether what they keep in memory still holds.
create table catalogue.version (
  tenant_id uuid primary key,
  version bigint not null
);
select core.protect_tenant_table('catalogue.version', 'select, insert, update');

create table catalogue."table" (
  id uuid primary key,
  tenant_id uuid not null,
  source_id uuid not null,
  -- What the source calls it over renames: its oid, elsewhere schema and name.
  identity text not null,
  schema_name text not null,
  name text not null,
  label text not null,
  description text not null default '',
  kind text not null,
  sensitive boolean not null default false,
  key uuid[] not null default '{}',
  approximate_row_count bigint,
  can_insert boolean not null,
  can_update boolean not null,
  can_delete boolean not null,
  state text not null check (state in ('active', 'missing')),
  created_by uuid,
  unique (tenant_id, source_id, identity)
);
select core.protect_tenant_table('catalogue."table"');

create table catalogue."column" (
  id uuid primary key,
  tenant_id uuid not null,
  table_id uuid not null references catalogue."table" on delete cascade,
  identity text not null,
  name text not null,
  position int not null,
  label text not null,
  description text not null default '',
  type text not null,
  database_type text not null,
  nullable boolean not null,
  generated boolean not null,
  has_default boolean not null,
  enum_labels text[],
  maximum_length int,
  state text not null check (state in ('active', 'new', 'missing')),
  unique (tenant_id, table_id, identity)
);
create index column_table on catalogue."column" (table_id);
select core.protect_tenant_table('catalogue."column"');

create table catalogue.relation (
  id uuid primary key,
  tenant_id uuid not null,
  table_id uuid not null references catalogue."table" on delete cascade,
  -- The source's identity of the foreign key; null for a relation that a person declared.
  identity text,
  name text not null,
  columns uuid[] not null,
  to_table uuid not null references catalogue."table" on delete cascade,
  to_columns uuid[] not null,
  unique (tenant_id, table_id, name),
  unique (tenant_id, table_id, identity)
);
create index relation_target on catalogue.relation (to_table);
select core.protect_tenant_table('catalogue.relation');
