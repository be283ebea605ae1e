-- Guesses at a password, counted before the password is looked at, so that guesses side by side cannot pass the count.
-- `subject` is a keyed digest of the e-mail: known and unknown ones are counted alike, and the table tells none of them.
create table people.guess (
  subject bytea primary key,
  failures int not null default 0,
  -- Being verified at this moment; forgotten after ten seconds, in case their process ended.
  pending int not null default 0,
  pending_at timestamptz not null,
  refused int not null default 0,
  locked_until timestamptz,
  expires_at timestamptz not null
);
create index guess_expires on people.guess (expires_at);

-- Takes one guess: `go`, `wait` (as many as may fail are being verified now) or `locked`.
create function people.gate_take_guess(who bytea, at timestamptz, lock_after int, lock_minutes int)
returns table (verdict text, locked_until timestamptz)
language plpgsql security definer set search_path = pg_catalog as $$
declare known people.guess;
begin
  insert into people.guess as present (subject, pending_at, expires_at) values (who, at, at + make_interval(mins => lock_minutes))
    on conflict (subject) do update set subject = excluded.subject returning present.* into known;
  if known.locked_until > at then return query select 'locked', known.locked_until; return; end if;
  if known.expires_at <= at then known.failures := 0; end if;
  if known.pending_at <= at - interval '10 seconds' then known.pending := 0; end if;
  if known.failures + known.pending >= lock_after then return query select 'wait', null::timestamptz; return; end if;
  update people.guess set failures = known.failures, pending = known.pending + 1, pending_at = at, locked_until = null,
    expires_at = at + make_interval(mins => lock_minutes) where subject = who;
  return query select 'go', null::timestamptz;
end $$;

-- Writes down that a guess failed (`counts`) or was refused while locked, with the entries of the account's workspaces.
-- One write for a known and an unknown e-mail, so that the time does not tell which it was.
create function people.gate_fail_guess(who bytea, at timestamptz, counts boolean, lock_after int, lock_minutes int, account uuid, entries jsonb)
returns table (locked_until timestamptz)
language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into flexoffice.journal (id, entry)
    select (entry ->> 'id')::uuid, entry from jsonb_array_elements(entries) entry
    where entry ->> 'outcome' = 'failed' and exists (
      select 1 from people.person where person.account_id = gate_fail_guess.account and person.tenant_id = (entry ->> 'tenantId')::uuid);
  return query insert into people.guess as known (subject, failures, refused, pending_at, expires_at)
    values (who, counts::int, (not counts)::int, at, at + make_interval(mins => lock_minutes))
    on conflict (subject) do update set
      refused = known.refused + (not counts)::int,
      pending = greatest(0, known.pending - counts::int),
      failures = case when not counts then known.failures when known.failures + 1 >= lock_after then 0 else known.failures + 1 end,
      locked_until = case when counts and known.failures + 1 >= lock_after then excluded.expires_at else known.locked_until end,
      expires_at = case when counts then excluded.expires_at else known.expires_at end
    returning known.locked_until;
end $$;

-- Forgets the guesses after the right password, and keeps its newer hash.
create function people.gate_pass_guess(who bytea, account uuid, new_hash text) returns table (passed boolean)
language sql security definer set search_path = pg_catalog as $$
  with forgotten as (delete from people.guess where subject = who),
  upgraded as (update people.account set password_hash = new_hash where id = gate_pass_guess.account and new_hash is not null)
  select true
$$;

-- Drops what has expired, and past `maximum` what would expire first.
create function people.gate_trim_guesses(at timestamptz, maximum int) returns table (dropped int)
language sql security definer set search_path = pg_catalog as $$
  with gone as (
    delete from people.guess where expires_at <= at
      or subject in (select subject from people.guess order by expires_at desc offset maximum) returning 1)
  select count(*)::int from gone
$$;

drop function people.gate_record_attempt(uuid, boolean, timestamptz, int, int, text);
drop function people.gate_find_account(text);
alter table people.account drop column failed_attempts, drop column locked_until;

create or replace function people.gate_change_password(target uuid, hash text) returns table (changed boolean)
language sql security definer set search_path = pg_catalog as $$
  update people.account set password_hash = hash where id = target returning true
$$;

create function people.gate_find_account(address text)
returns table (account_id uuid, password_hash text, memberships jsonb)
language sql stable security definer set search_path = pg_catalog as $$
  select account.id, account.password_hash,
    coalesce((
      select jsonb_agg(jsonb_build_object('tenantId', person.tenant_id, 'tenantName', tenant.name, 'personId', person.id, 'name', person.name, 'roles', person.roles, 'state', person.state)
        order by tenant.name)
      from people.person join tenants.tenant using (tenant_id) where person.account_id = account.id), '[]')
  from people.account where email = address
$$;

do $$
declare each regprocedure;
begin
  for each in select oid::regprocedure from pg_proc where pronamespace = 'people'::regnamespace loop
    execute format('revoke all on function %s from public', each);
    if each::text like 'people.gate\_%' then execute format('grant execute on function %s to flexoffice_gate', each); end if;
  end loop;
end $$;
