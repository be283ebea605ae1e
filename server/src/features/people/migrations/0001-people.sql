create schema people;
grant usage on schema people to flexoffice_app, flexoffice_gate;

-- One account per e-mail for the installation; the app login cannot read it at all.
create table people.account (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  password_hash text not null,
  failed_attempts int not null default 0,
  locked_until timestamptz
);

create table people.person (
  id uuid primary key,
  tenant_id uuid not null references tenants.tenant,
  account_id uuid not null references people.account,
  name text not null,
  email text not null,
  language text not null default 'en',
  roles text[] not null,
  attributes jsonb not null default '{}',
  state text not null default 'active' check (state in ('active', 'deactivated')),
  deactivation_reason text,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz,
  unique (tenant_id, account_id)
);
select core.protect_tenant_table('people.person', 'select, insert, update', gate => true);

create table people.session (
  id uuid primary key,
  tenant_id uuid not null,
  person_id uuid not null references people.person,
  started_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_reason text,
  -- The refresh token is derived from the keys, the session and this number; only the newest one is good.
  generation int not null default 0,
  rotated_at timestamptz not null,
  ip text not null,
  user_agent text not null
);
create index session_person on people.session (tenant_id, person_id) where ended_at is null;
select core.protect_tenant_table('people.session', 'select, insert, update', gate => true);

create table people.invitation (
  id uuid primary key,
  tenant_id uuid not null,
  email text not null,
  roles text[] not null,
  attributes jsonb not null default '{}',
  message text not null default '',
  token_digest bytea not null unique,
  invited_by uuid not null references people.person,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz
);
select core.protect_tenant_table('people.invitation', 'select, insert, update', gate => true);

create table people.attribute (
  tenant_id uuid not null,
  name text not null,
  label text not null,
  type text not null,
  primary key (tenant_id, name)
);
select core.protect_tenant_table('people.attribute', 'select, insert, update');

-- The gate: all that can be asked before somebody is signed in. Each function is a reviewed line of docs/security.md.

create function people.gate_is_set_up() returns table (set_up boolean)
language sql security definer set search_path = pg_catalog as
$$ select exists (select 1 from tenants.tenant) $$;

-- Creates workspace, account, Admin, session and journal row, or nothing: the lock lets exactly one caller through.
create function people.gate_set_up(workspace jsonb, admin jsonb, session jsonb, entry jsonb) returns table (created boolean)
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform pg_advisory_xact_lock(7303);
  if exists (select 1 from tenants.tenant) then
    return query select false;
    return;
  end if;
  insert into tenants.tenant (tenant_id, name) values ((workspace ->> 'id')::uuid, workspace ->> 'name');
  insert into people.account (id, email, password_hash)
    values ((admin ->> 'accountId')::uuid, admin ->> 'email', admin ->> 'passwordHash');
  insert into people.person (id, tenant_id, account_id, name, email, language, roles)
    values ((admin ->> 'personId')::uuid, (workspace ->> 'id')::uuid, (admin ->> 'accountId')::uuid, admin ->> 'name',
      admin ->> 'email', admin ->> 'language', array ['admin', 'editor', 'developer']);
  perform people.insert_session((workspace ->> 'id')::uuid, (admin ->> 'personId')::uuid, session);
  insert into flexoffice.journal (id, entry) values ((entry ->> 'id')::uuid, entry);
  return query select true;
end $$;

create function people.insert_session(tenant uuid, person uuid, session jsonb) returns void
language sql set search_path = pg_catalog as $$
  insert into people.session (id, tenant_id, person_id, started_at, last_seen_at, expires_at, rotated_at, ip, user_agent)
  values ((session ->> 'id')::uuid, tenant, person, (session ->> 'at')::timestamptz, (session ->> 'at')::timestamptz,
    (session ->> 'expiresAt')::timestamptz, (session ->> 'at')::timestamptz, session ->> 'ip', session ->> 'userAgent')
$$;

create function people.gate_find_account(address text)
returns table (account_id uuid, password_hash text, failed_attempts int, locked_until timestamptz, memberships jsonb)
language sql stable security definer set search_path = pg_catalog as $$
  select account.id, account.password_hash, account.failed_attempts, account.locked_until,
    coalesce((
      select jsonb_agg(jsonb_build_object('tenantId', person.tenant_id, 'tenantName', tenant.name, 'personId', person.id, 'name', person.name, 'roles', person.roles, 'state', person.state)
        order by tenant.name)
      from people.person join tenants.tenant using (tenant_id) where person.account_id = account.id), '[]')
  from people.account where email = address
$$;

create function people.gate_record_attempt(target uuid, succeeded boolean, at timestamptz, lock_after int, lock_minutes int, new_hash text)
returns table (failed_attempts int, locked_until timestamptz)
language sql security definer set search_path = pg_catalog as $$
  update people.account set
    failed_attempts = case when succeeded then 0 when account.failed_attempts + 1 >= lock_after then 0 else account.failed_attempts + 1 end,
    locked_until = case when succeeded then null when account.failed_attempts + 1 >= lock_after then at + make_interval(mins => lock_minutes) else account.locked_until end,
    password_hash = coalesce(new_hash, account.password_hash)
  where id = target returning account.failed_attempts, account.locked_until
$$;

create function people.gate_load_session(session uuid)
returns table (session_id uuid, tenant_id uuid, tenant_name text, person_id uuid, account_id uuid, name text, email text, language text,
  roles text[], attributes jsonb, state text, started_at timestamptz, last_seen_at timestamptz, expires_at timestamptz,
  ended_at timestamptz, generation int, rotated_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
  select session.id, session.tenant_id, tenant.name, person.id, person.account_id, person.name, person.email, person.language,
    person.roles, person.attributes, person.state, session.started_at, session.last_seen_at, session.expires_at,
    session.ended_at, session.generation, session.rotated_at
  from people.session join people.person on person.id = session.person_id join tenants.tenant on tenant.tenant_id = session.tenant_id
  where session.id = gate_load_session.session
$$;

create function people.gate_touch_sessions(sessions uuid[], seen timestamptz[]) returns table (touched int)
language sql security definer set search_path = pg_catalog as $$
  with moved as (
    update people.session set last_seen_at = greatest(session.last_seen_at, news.at)
    from unnest(sessions, seen) news (id, at) where session.id = news.id returning session.person_id, session.last_seen_at),
  people as (
    update people.person set last_seen_at = moved.last_seen_at from moved where person.id = moved.person_id returning 1)
  select count(*)::int from people
$$;

create function people.gate_find_invitation(digest bytea)
returns table (id uuid, tenant_id uuid, tenant_name text, email text, roles text[], attributes jsonb, message text, expires_at timestamptz,
  accepted_at timestamptz, revoked_at timestamptz, account_id uuid, password_hash text, member boolean)
language sql stable security definer set search_path = pg_catalog as $$
  select invitation.id, invitation.tenant_id, tenant.name, invitation.email, invitation.roles, invitation.attributes, invitation.message,
    invitation.expires_at, invitation.accepted_at, invitation.revoked_at, account.id, account.password_hash,
    exists (select 1 from people.person where person.tenant_id = invitation.tenant_id and person.account_id = account.id)
  from people.invitation join tenants.tenant using (tenant_id) left join people.account on account.email = invitation.email
  where invitation.token_digest = digest
$$;

-- Makes the account of an invited e-mail; a second call for the same e-mail answers the first one's id.
create function people.gate_ensure_account(target uuid, address text, hash text) returns table (id uuid)
language sql security definer set search_path = pg_catalog as $$
  insert into people.account (id, email, password_hash) values (target, address, hash)
  on conflict (email) do update set email = excluded.email returning account.id
$$;

create function people.gate_change_password(target uuid, hash text) returns table (changed boolean)
language sql security definer set search_path = pg_catalog as $$
  update people.account set password_hash = hash, failed_attempts = 0, locked_until = null where id = target returning true
$$;

create function people.gate_account_password(target uuid) returns table (password_hash text)
language sql stable security definer set search_path = pg_catalog as
$$ select password_hash from people.account where id = target $$;

do $$
declare each regprocedure;
begin
  for each in select oid::regprocedure from pg_proc where pronamespace = 'people'::regnamespace loop
    execute format('revoke all on function %s from public', each);
    if each::text like 'people.gate\_%' then execute format('grant execute on function %s to flexoffice_gate', each); end if;
  end loop;
end $$;
