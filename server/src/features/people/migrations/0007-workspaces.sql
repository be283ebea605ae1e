-- The operator's own way to a further workspace, for the owner's login alone: the workspace with its Admin, or nothing. The
-- lock is that of the set-up. An e-mail that has an account joins by it, its password untouched; for another one the account is
-- made with a hash that no password has, and the link by which its holder sets one.
create function people.create_workspace(workspace jsonb, admin jsonb, reset jsonb, entry jsonb)
returns table (outcome text, person_name text, has_account boolean, workspaces int)
language plpgsql set search_path = pg_catalog as $$
declare
  new_tenant uuid := (workspace ->> 'id')::uuid;
  new_person uuid := (admin ->> 'personId')::uuid;
  holder uuid;
  known people.person;
  name_given text;
  present int;
begin
  perform pg_advisory_xact_lock(7303);
  select count(*) into present from tenants.tenant;
  if present = 0 then return query select 'not_set_up', null::text, null::boolean, present; return; end if;
  if exists (select 1 from tenants.tenant where lower(tenant.name) = lower(workspace ->> 'name')) then
    return query select 'name_taken', null::text, null::boolean, present;
    return;
  end if;
  insert into people.account as made (id, email, password_hash)
    values ((admin ->> 'accountId')::uuid, admin ->> 'email', admin ->> 'passwordHash')
    on conflict (email) do nothing returning made.id into holder;
  if holder is null then
    select account.id into holder from people.account where account.email = admin ->> 'email';
    select * into known from people.person where account_id = holder order by created_at, id limit 1;
    has_account := true;
  else
    has_account := false;
  end if;
  name_given := coalesce(admin ->> 'name', known.name, split_part(admin ->> 'email', '@', 1));
  insert into tenants.tenant (tenant_id, name) values (new_tenant, workspace ->> 'name');
  insert into people.person (id, tenant_id, account_id, name, email, language, roles)
    values (new_person, new_tenant, holder, name_given, admin ->> 'email', coalesce(known.language, 'en'), array ['admin', 'editor', 'developer']);
  insert into flexoffice.journal (id, entry) values ((entry ->> 'id')::uuid, entry);
  if not has_account then
    insert into people.password_reset (id, tenant_id, person_id, token_digest, created_at, expires_at)
      values ((reset ->> 'id')::uuid, new_tenant, new_person, decode(reset ->> 'digest', 'hex'), (reset ->> 'at')::timestamptz,
        (reset ->> 'until')::timestamptz);
    insert into flexoffice.journal (id, entry) values ((reset -> 'entry' ->> 'id')::uuid, reset -> 'entry');
  end if;
  return query select 'created', name_given, create_workspace.has_account, present + 1;
end $$;
revoke all on function people.create_workspace(jsonb, jsonb, jsonb, jsonb) from public;
