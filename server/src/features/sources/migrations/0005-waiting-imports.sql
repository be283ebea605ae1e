-- An import whose job died with its process before it was taken up waits half a minute, not ten, for the next job. One that
-- only waits for its turn loses nothing by a second job: both have the same key.
create or replace function sources.gate_list_dropped_imports(moment timestamptz) returns table (id uuid, tenant_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select id, tenant_id from sources.import
  where state in ('waiting', 'running') and coalesce(held_until, started_at + interval '30 seconds') < moment limit 100
$$;
