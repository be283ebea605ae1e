-- As before, with the state and roles of whoever invited: a link gives no more than they may give by now.
drop function people.gate_find_invitation(bytea);
create function people.gate_find_invitation(digest bytea)
returns table (id uuid, tenant_id uuid, tenant_name text, email text, roles text[], own_roles jsonb, attributes jsonb, message text,
  expires_at timestamptz, accepted_at timestamptz, revoked_at timestamptz, maker_roles text[], maker_state text, account_id uuid,
  password_hash text, member boolean)
language sql stable security definer set search_path = pg_catalog as $$
  select invitation.id, invitation.tenant_id, tenant.name, invitation.email, invitation.roles,
    people.describe_roles(invitation.tenant_id, invitation.roles || maker.roles), invitation.attributes, invitation.message,
    invitation.expires_at, invitation.accepted_at, invitation.revoked_at, maker.roles, maker.state, account.id, account.password_hash,
    exists (select 1 from people.person where person.tenant_id = invitation.tenant_id and person.account_id = account.id)
  from people.invitation
    join tenants.tenant on tenant.tenant_id = invitation.tenant_id
    join people.person maker on maker.id = invitation.invited_by
    left join people.account on account.email = invitation.email
  where invitation.token_digest = digest
$$;
revoke all on function people.gate_find_invitation(bytea) from public;
grant execute on function people.gate_find_invitation(bytea) to flexoffice_gate;
