-- A password is changed in the transaction of the act, and only that of a person of its tenant.
create function people.change_password(person uuid, hash text) returns void
language sql security definer set search_path = pg_catalog as $$
  update people.account set password_hash = hash from people.person holder
  where holder.id = change_password.person and holder.account_id = account.id
    and holder.tenant_id = current_setting('app.tenant')::uuid
$$;
revoke all on function people.change_password(uuid, text) from public;
grant execute on function people.change_password(uuid, text) to flexoffice_app;

drop function people.gate_change_password(uuid, text);
