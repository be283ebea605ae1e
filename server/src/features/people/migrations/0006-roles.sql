-- Roles of a workspace's own. One that is deleted stays as a row, so that its key never comes to mean something else.
create table people.role (
  tenant_id uuid not null references tenants.tenant,
  key text not null check (key ~ '^custom_[a-z0-9_]{1,53}$'),
  name text not null,
  description text not null,
  permissions text[] not null,
  version int not null default 1,
  changed_at timestamptz not null,
  removed_at timestamptz,
  primary key (tenant_id, key)
);
create unique index role_name on people.role (tenant_id, lower(name)) where removed_at is null;
select core.protect_tenant_table('people.role', 'select, insert, update', gate => true);

-- What those of some keys are that are a workspace's own, for the look-ups of the gate below.
create function people.describe_roles(tenant uuid, keys text[]) returns jsonb
language sql stable set search_path = pg_catalog as $$
  select coalesce(jsonb_agg(jsonb_build_object('key', role.key, 'name', role.name, 'permissions', role.permissions)), '[]')
  from people.role where role.tenant_id = describe_roles.tenant and role.key = any(keys) and role.removed_at is null
$$;
revoke all on function people.describe_roles(uuid, text[]) from public;

-- As before, with what the roles of the session's person are: one look-up still tells all that decides about them.
drop function people.gate_load_session(uuid);
create function people.gate_load_session(session uuid)
returns table (session_id uuid, tenant_id uuid, tenant_name text, person_id uuid, account_id uuid, name text, email text, language text,
  roles text[], own_roles jsonb, attributes jsonb, state text, started_at timestamptz, last_seen_at timestamptz, expires_at timestamptz,
  ended_at timestamptz, generation int, rotated_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
  select session.id, session.tenant_id, tenant.name, person.id, person.account_id, person.name, person.email, person.language,
    person.roles, people.describe_roles(person.tenant_id, person.roles), person.attributes, person.state, session.started_at,
    session.last_seen_at, session.expires_at, session.ended_at, session.generation, session.rotated_at
  from people.session join people.person on person.id = session.person_id join tenants.tenant on tenant.tenant_id = session.tenant_id
  where session.id = gate_load_session.session
$$;
revoke all on function people.gate_load_session(uuid) from public;
grant execute on function people.gate_load_session(uuid) to flexoffice_gate;

-- As before, with the roles of the person and of whoever made the link: both are weighed as they are by now.
drop function people.gate_find_reset(bytea);
create function people.gate_find_reset(digest bytea)
returns table (id uuid, tenant_id uuid, tenant_name text, person_id uuid, account_id uuid, name text, email text, roles text[],
  own_roles jsonb, state text, password_hash text, expires_at timestamptz, used_at timestamptz, replaced_at timestamptz,
  by_operator boolean, maker_roles text[], maker_state text, elsewhere boolean)
language sql stable security definer set search_path = pg_catalog as $$
  select reset.id, reset.tenant_id, tenant.name, person.id, person.account_id, person.name, person.email, person.roles,
    people.describe_roles(person.tenant_id, person.roles || coalesce(maker.roles, '{}')),
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
