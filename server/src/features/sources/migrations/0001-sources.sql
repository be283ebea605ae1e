create schema sources;
grant usage on schema sources to flexoffice_app, flexoffice_gate;

create table sources.source (
  id uuid primary key,
  tenant_id uuid not null references tenants.tenant,
  name text not null,
  kind text not null check (kind in ('managed', 'postgres')),
  state text not null default 'ready' check (state in ('ready', 'failing')),
  -- Without secrets: those are sealed together in the next column, with keys outside of this store.
  settings jsonb not null default '{}',
  secrets text,
  -- Which tables were chosen, by the source's identities; null = all.
  chosen_tables text[],
  -- Tells one database from another behind the same name: system identifier and oid, where the login may ask.
  fingerprint text,
  -- Moves with the settings, so that every node sees whether its pool still fits.
  version int not null default 1,
  created_by uuid,
  created_at timestamptz not null default now(),
  last_checked_at timestamptz,
  last_problem text
);
create unique index source_name on sources.source (tenant_id, lower(name));
create unique index source_managed on sources.source (tenant_id) where kind = 'managed';
select core.protect_tenant_table('sources.source', gate => true);

create table sources.upload (
  id uuid primary key,
  tenant_id uuid not null,
  person_id uuid not null,
  file_name text not null,
  size bigint not null,
  -- What the first look found, so that an import need not look again.
  detected jsonb,
  created_at timestamptz not null default now()
);
create index upload_person on sources.upload (tenant_id, person_id, created_at desc);
select core.protect_tenant_table('sources.upload', gate => true);

create table sources.import (
  id uuid primary key,
  tenant_id uuid not null,
  upload_id uuid not null,
  person_id uuid not null,
  -- Who asked, as the journal tells it.
  actor jsonb not null,
  file_name text not null,
  table_label text not null,
  plan jsonb not null,
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  -- A run holds the import for some seconds at a time; one that died loses it, and another takes over.
  run_id uuid,
  held_until timestamptz,
  -- From here on the table is being committed: too late to cancel.
  closing boolean not null default false,
  attempts int not null default 0,
  table_id uuid,
  rows_read bigint not null default 0,
  rows_loaded bigint not null default 0,
  rows_failed bigint not null default 0,
  progress double precision not null default 0,
  failures jsonb not null default '[]',
  problem text,
  started_at timestamptz not null,
  ended_at timestamptz
);
create index import_person on sources.import (tenant_id, person_id, started_at desc);
create index import_open on sources.import (held_until) where state in ('waiting', 'running');
select core.protect_tenant_table('sources.import', gate => true);

-- Addresses of one's own network are open to sources while nobody else shares the installation.
create function sources.gate_count_workspaces() returns table (workspaces bigint)
language sql stable security definer set search_path = pg_catalog as
$$ select count(*) from tenants.tenant $$;

-- Imports whose run died with its process; started again by whichever node sees them first.
create function sources.gate_list_dropped_imports(moment timestamptz) returns table (id uuid, tenant_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select id, tenant_id from sources.import
  where state in ('waiting', 'running') and coalesce(held_until, started_at + interval '10 minutes') < moment limit 100
$$;

-- Files on disk that no import needs any more.
create function sources.gate_list_old_uploads(before timestamptz) returns table (id uuid, tenant_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select upload.id, upload.tenant_id from sources.upload
  where created_at < before
    and not exists (select 1 from sources.import where upload_id = upload.id and state in ('waiting', 'running'))
  limit 500
$$;

-- Connected databases, for the regular check of their health.
create function sources.gate_list_unchecked(before timestamptz) returns table (id uuid, tenant_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select id, tenant_id from sources.source
  where kind <> 'managed' and coalesce(last_checked_at, created_at) < before order by last_checked_at limit 200
$$;

revoke all on function sources.gate_count_workspaces(), sources.gate_list_dropped_imports(timestamptz),
  sources.gate_list_old_uploads(timestamptz), sources.gate_list_unchecked(timestamptz) from public;
grant execute on function sources.gate_count_workspaces(), sources.gate_list_dropped_imports(timestamptz),
  sources.gate_list_old_uploads(timestamptz), sources.gate_list_unchecked(timestamptz) to flexoffice_gate;
