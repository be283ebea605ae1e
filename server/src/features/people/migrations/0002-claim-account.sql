-- The account of an invited e-mail is made in the transaction that takes the invitation: both stand, or neither does.
-- Serves only an invitation that this very transaction has just taken, in its own tenant. A second one for the same e-mail
-- waits for the first and is answered what is there then, so its password must be proven against that.
create function people.claim_account(invitation uuid, target uuid, hash text)
returns table (id uuid, password_hash text, made boolean)
language plpgsql security definer set search_path = pg_catalog as $$
declare address text;
begin
  select taken.email into address from people.invitation taken
  where taken.id = claim_account.invitation and taken.accepted_at is not null and taken.revoked_at is null
    and taken.tenant_id = current_setting('app.tenant')::uuid and taken.xmin = pg_current_xact_id()::xid;
  if address is null then raise exception 'the invitation was not taken in this transaction'; end if;
  if hash is not null then
    return query insert into people.account as made (id, email, password_hash) values (target, address, hash)
      on conflict (email) do nothing returning made.id, made.password_hash, true;
    if found then return; end if;
  end if;
  return query select account.id, account.password_hash, false from people.account where account.email = address;
end $$;
revoke all on function people.claim_account(uuid, uuid, text) from public;
grant execute on function people.claim_account(uuid, uuid, text) to flexoffice_app;

drop function people.gate_ensure_account(uuid, text, text);
