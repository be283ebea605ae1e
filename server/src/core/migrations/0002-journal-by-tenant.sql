-- Whoever may write to the journal writes for the tenant of their transaction alone; the relay takes the rows at their word.
-- Not forced: the gate's set-up of the first workspace writes as the owner, before there is a tenant to be in.
alter table flexoffice.journal enable row level security;
create policy tenant on flexoffice.journal for insert to flexoffice_app
  with check ((entry ->> 'tenantId')::uuid = (select current_setting('app.tenant')::uuid));
create policy relay on flexoffice.journal to flexoffice_relay using (true) with check (true);
