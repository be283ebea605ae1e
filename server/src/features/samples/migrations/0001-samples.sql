create schema samples;
grant usage on schema samples to flexoffice_app;

-- The sample company of a workspace: at most one, and what it consists of.
create table samples.company (
  tenant_id uuid primary key references tenants.tenant,
  -- `clearing`: its opening failed, and what was made of it goes; then it is `failed`.
  state text not null check (state in ('opening', 'ready', 'clearing', 'failed', 'removing')),
  -- Who opened it, in whose name and with whose rights its page is made.
  person_id uuid not null,
  session_id uuid not null,
  ip text,
  language text not null,
  readers text[] not null,
  -- The last day of its business, on which its page rests.
  last_day text not null,
  -- By the name of the table the import that makes it: { "customers": id, … }.
  imports jsonb not null,
  -- By name the relations between its tables; null = not declared yet.
  relations jsonb,
  page_id uuid,
  -- Why it could not be opened, or not be removed whole.
  problem jsonb,
  opened_at timestamptz not null
);
select core.protect_tenant_table('samples.company');
