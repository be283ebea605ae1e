-- The ground on which every feature stands: tenant row security, journal, audit, epochs.
grant usage on schema core to flexoffice_app, flexoffice_gate, flexoffice_relay;

-- The tenant of the transaction. Unset is an error, not all rows: '' and NULL do not cast to a tenant.
create function core.current_tenant() returns uuid language sql stable parallel safe as
$$ select current_setting('app.tenant')::uuid $$;

-- Puts a table under row security by tenant and gives the app login its rights on it. The owner obeys it as well; the
-- owner's own policy serves only the gate's SECURITY DEFINER look-ups, where a feature asks for it.
create function core.protect_tenant_table(target regclass, rights text default 'select, insert, update, delete', gate boolean default false)
returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant on %s to flexoffice_app using (tenant_id = (select current_setting(''app.tenant'')::uuid)) with check (tenant_id = (select current_setting(''app.tenant'')::uuid))',
    target);
  if gate then
    execute format('create policy gate on %s to %I using (true) with check (true)', target, current_user);
  end if;
  execute format('grant %s on %s to flexoffice_app', rights, target);
end $$;

-- The journal: a row for every change, written in the change's own transaction; the relay copies it to the audit log
-- and publishes its events, then removes it here.
create schema flexoffice;
grant usage on schema flexoffice to flexoffice_app, flexoffice_gate, flexoffice_relay;
create table flexoffice.journal (
  id uuid primary key,
  entry jsonb not null,
  written_at timestamptz not null default clock_timestamp()
);
create index journal_written on flexoffice.journal (written_at);
grant insert on flexoffice.journal to flexoffice_app;
grant select, delete on flexoffice.journal to flexoffice_relay;

create function flexoffice.tell_relay() returns trigger language plpgsql as
$$ begin perform pg_notify('flexoffice_journal', ''); return null; end $$;
create trigger tell_relay after insert on flexoffice.journal for each statement execute function flexoffice.tell_relay();

-- The audit log. Headers are chained by a keyed digest; payloads lie apart so that one can be erased and the chain stays whole.
create table core.audit_entry (
  sequence bigint primary key,
  id uuid not null unique,
  tenant_id uuid,
  at timestamptz not null,
  actor_id uuid,
  actor_kind text not null,
  operation text not null,
  outcome text not null,
  object_type text,
  object_id text,
  digest bytea not null,
  mac bytea not null
);
create index audit_entry_tenant on core.audit_entry (tenant_id, sequence desc);
create index audit_entry_actor on core.audit_entry (tenant_id, actor_id, sequence desc);
create index audit_entry_object on core.audit_entry (tenant_id, object_type, object_id, sequence desc);
create index audit_entry_operation on core.audit_entry (tenant_id, operation, sequence desc);
create table core.audit_payload (
  id uuid primary key,
  tenant_id uuid,
  salt bytea not null,
  -- The exact text that was digested; jsonb would not keep it byte for byte.
  payload text not null
);
grant select, insert on core.audit_entry, core.audit_payload to flexoffice_relay;
alter table core.audit_entry enable row level security;
alter table core.audit_entry force row level security;
alter table core.audit_payload enable row level security;
alter table core.audit_payload force row level security;
create policy tenant on core.audit_entry for select to flexoffice_app using (tenant_id = (select current_setting('app.tenant')::uuid));
create policy tenant on core.audit_payload for select to flexoffice_app using (tenant_id = (select current_setting('app.tenant')::uuid));
create policy relay on core.audit_entry to flexoffice_relay using (true) with check (true);
create policy relay on core.audit_payload to flexoffice_relay using (true) with check (true);
grant select on core.audit_entry, core.audit_payload to flexoffice_app;

-- Settings of the installation and of tenants, declared by features with schema and default.
create table core.setting (
  tenant_id uuid not null,
  name text not null,
  value jsonb not null,
  primary key (tenant_id, name)
);
select core.protect_tenant_table('core.setting');

-- Intents of effects on stores where we may not keep a journal: durable before the effect, settled after it.
create table core.intent (
  id uuid primary key,
  tenant_id uuid not null,
  entry jsonb not null,
  state text not null check (state in ('open', 'done', 'refused', 'unknown')),
  opened_at timestamptz not null default clock_timestamp(),
  settled_at timestamptz,
  detail jsonb
);
create index intent_open on core.intent (opened_at) where state = 'open';
select core.protect_tenant_table('core.intent', 'select, insert, update');
create policy relay on core.intent to flexoffice_relay using (true) with check (true);
grant select, update on core.intent to flexoffice_relay;
