create schema access;
grant usage on schema access to flexoffice_app;

-- Moves with every grant, so that nodes see cheaply whether the policies in memory still hold.
create table access.version (
  tenant_id uuid primary key,
  version bigint not null
);
select core.protect_tenant_table('access.version', 'select, insert, update');

-- A role's rights on one table. Rules are trees over column ids, so renames do not touch them; what people read is printed anew.
create table access."grant" (
  tenant_id uuid not null,
  table_id uuid not null references catalogue."table" on delete cascade,
  role text not null,
  operations jsonb not null,
  columns jsonb not null,
  other_columns jsonb not null,
  -- The columns that existed when the grant was saved: other_columns speaks of these and of no later one.
  known_columns uuid[] not null,
  rules jsonb not null,
  version int not null,
  changed_at timestamptz not null,
  changed_by uuid,
  primary key (tenant_id, table_id, role)
);
create index grant_table on access."grant" (table_id);
select core.protect_tenant_table('access."grant"');
