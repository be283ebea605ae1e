create schema tenants;
grant usage on schema tenants to flexoffice_app, flexoffice_gate;

create table tenants.tenant (
  tenant_id uuid primary key,
  name text not null,
  created_at timestamptz not null default now()
);
select core.protect_tenant_table('tenants.tenant', 'select, update', gate => true);
