-- Journal rows that could not be taken into the audit log, as they stood at their source, for the operator to look at. The
-- log has an entry of the same id that says so.
create table core.set_aside_entry (
  id uuid primary key,
  source text not null,
  tenant_id uuid,
  problem text not null,
  -- The row as text; of one that is larger than any may be, the beginning.
  entry text not null,
  bytes bigint not null,
  set_aside_at timestamptz not null default clock_timestamp()
);
alter table core.set_aside_entry enable row level security;
alter table core.set_aside_entry force row level security;
create policy relay on core.set_aside_entry to flexoffice_relay using (true) with check (true);
grant select, insert on core.set_aside_entry to flexoffice_relay;
