-- One-time links by which somebody who forgot their password sets a new one. Only a digest of each is kept.
create table people.password_reset (
  id uuid primary key,
  tenant_id uuid not null,
  person_id uuid not null references people.person,
  token_digest bytea not null unique,
  -- Who made it; null = whoever runs the server, by the command.
  made_by uuid references people.person,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  replaced_at timestamptz
);
-- A newer link replaces the older one, also when two are made at the same moment.
create unique index password_reset_open on people.password_reset (person_id) where used_at is null and replaced_at is null;
select core.protect_tenant_table('people.password_reset', 'select, insert, update', gate => true);

-- What the holder of a link may do is decided by how things are now: who made it may have lost the right meanwhile, and
-- the person may have joined another workspace, into which an Admin of this one must not come by their password.
create function people.gate_find_reset(digest bytea)
returns table (id uuid, tenant_id uuid, tenant_name text, person_id uuid, account_id uuid, name text, email text, roles text[],
  state text, password_hash text, expires_at timestamptz, used_at timestamptz, replaced_at timestamptz,
  by_operator boolean, maker_roles text[], maker_state text, elsewhere boolean)
language sql stable security definer set search_path = pg_catalog as $$
  select reset.id, reset.tenant_id, tenant.name, person.id, person.account_id, person.name, person.email, person.roles,
    person.state, account.password_hash, reset.expires_at, reset.used_at, reset.replaced_at,
    reset.made_by is null, maker.roles, maker.state,
    exists (select 1 from people.person other where other.account_id = person.account_id and other.tenant_id <> reset.tenant_id)
  from people.password_reset reset
    join tenants.tenant on tenant.tenant_id = reset.tenant_id
    join people.person on person.id = reset.person_id
    join people.account on account.id = person.account_id
    left join people.person maker on maker.id = reset.made_by
  where reset.token_digest = digest
$$;
revoke all on function people.gate_find_reset(bytea) from public;
grant execute on function people.gate_find_reset(bytea) to flexoffice_gate;

-- Whether the account of a person of this tenant opens another workspace too.
create function people.belongs_elsewhere(person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (
    select 1 from people.person own join people.person other on other.account_id = own.account_id
    where own.id = belongs_elsewhere.person and own.tenant_id = current_setting('app.tenant')::uuid
      and other.tenant_id <> own.tenant_id)
$$;
revoke all on function people.belongs_elsewhere(uuid) from public;
grant execute on function people.belongs_elsewhere(uuid) to flexoffice_app;

-- Sets the password in the transaction that has just used the link, in its own tenant; forgets the guesses of its e-mail and
-- ends every session of the account, wherever. Answers whose sessions those are.
create function people.reset_password(reset uuid, hash text, guesses bytea, at timestamptz) returns table (person_id uuid)
language plpgsql security definer set search_path = pg_catalog as $$
declare target uuid;
begin
  select person.account_id into target from people.password_reset used join people.person on person.id = used.person_id
  where used.id = reset_password.reset and used.used_at is not null
    and used.tenant_id = current_setting('app.tenant')::uuid and used.xmin = pg_current_xact_id()::xid;
  if target is null then raise exception 'the link was not used in this transaction'; end if;
  update people.account set password_hash = hash where account.id = target;
  delete from people.guess where subject = guesses;
  update people.session set ended_at = at, ended_reason = 'password reset'
    from people.person where person.account_id = target and session.person_id = person.id and session.ended_at is null;
  return query select person.id from people.person where person.account_id = target;
end $$;
revoke all on function people.reset_password(uuid, text, bytea, timestamptz) from public;
grant execute on function people.reset_password(uuid, text, bytea, timestamptz) to flexoffice_app;

-- The operator's own way, for the owner's login alone: a link for whoever has this e-mail, told in each of their workspaces.
-- The first of their active memberships carries it. Answers nothing when nobody can sign in with that e-mail.
create function people.make_operator_reset(address text, reset uuid, digest bytea, at timestamptz, until timestamptz, entries jsonb)
returns table (person_name text)
language plpgsql set search_path = pg_catalog as $$
declare target people.person;
begin
  select person.* into target from people.person join people.account on account.id = person.account_id
  where account.email = address and person.state = 'active' order by person.created_at, person.id limit 1 for update of person;
  if target.id is null then return; end if;
  update people.password_reset set replaced_at = at
    from people.person where person.account_id = target.account_id and password_reset.person_id = person.id
      and password_reset.used_at is null and password_reset.replaced_at is null;
  insert into people.password_reset (id, tenant_id, person_id, token_digest, created_at, expires_at)
    values (reset, target.tenant_id, target.id, digest, at, until);
  insert into flexoffice.journal (id, entry)
    select (entry ->> 'id')::uuid, entry from jsonb_array_elements(entries) entry;
  return query select target.name;
end $$;
revoke all on function people.make_operator_reset(text, uuid, bytea, timestamptz, timestamptz, jsonb) from public;
