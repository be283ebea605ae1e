create schema databases;
grant usage on schema databases to flexoffice_app, flexoffice_gate;

-- The names are kept before anything is made on the server, so a set-up that was cut off goes on where it stopped.
create table databases.workspace_database (
  tenant_id uuid primary key references tenants.tenant,
  database_name text not null unique,
  owner_name text not null unique,
  relay_name text not null unique,
  owner_password text not null,
  relay_password text not null,
  -- Which version of the structure that we keep in it stands there; null = not yet made.
  structure_version int,
  created_at timestamptz not null default now()
);
select core.protect_tenant_table('databases.workspace_database', 'select, insert, update', gate => true);

-- At start, every workspace's journal is to be relayed; the passwords are sealed with keys outside of this store.
create function databases.gate_list_journals(workspace uuid)
returns table (tenant_id uuid, database_name text, relay_name text, relay_password text)
language sql stable security definer set search_path = pg_catalog as $$
  select tenant_id, database_name, relay_name, relay_password from databases.workspace_database
  where structure_version is not null and (workspace is null or tenant_id = workspace)
$$;
revoke all on function databases.gate_list_journals(uuid) from public;
grant execute on function databases.gate_list_journals(uuid) to flexoffice_gate;
