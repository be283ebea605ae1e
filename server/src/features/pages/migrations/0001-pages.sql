-- Pages: who may open them, the draft as a log of accepted updates, and versions as stable JSON.
create schema pages;
grant usage on schema pages to flexoffice_app;

create table pages.page (
  id uuid primary key,
  tenant_id uuid not null,
  title text not null,
  slug text not null,
  icon text,
  -- Roles that may open the published page; empty = everybody of the workspace.
  readers text[] not null default '{}',
  published_version int,
  published_at timestamptz,
  -- The draft's clock when it was published; another clock means that the draft has changed since.
  published_clock bigint,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  removed_at timestamptz,
  unique (tenant_id, slug)
);
select core.protect_tenant_table('pages.page');

-- The draft up to `compacted_clock`; later updates lie in pages.live_update. Every append locks this row, so the clocks of
-- a page become visible in their order, without gaps.
create table pages.draft (
  page_id uuid primary key references pages.page on delete cascade,
  tenant_id uuid not null,
  state bytea not null,
  clock bigint not null default 0,
  compacted_clock bigint not null default 0
);
select core.protect_tenant_table('pages.draft');

create table pages.live_update (
  page_id uuid not null references pages.page on delete cascade,
  clock bigint not null,
  tenant_id uuid not null,
  -- The process that accepted it, so that it does not read its own back.
  node uuid not null,
  person_id uuid,
  at timestamptz not null,
  bytes bytea not null,
  primary key (page_id, clock)
);
select core.protect_tenant_table('pages.live_update', 'select, insert, delete');

create table pages.version (
  page_id uuid not null references pages.page on delete cascade,
  number int not null,
  tenant_id uuid not null,
  title text not null,
  -- Stable JSON, byte for byte; jsonb takes no NUL and would not keep it so.
  document text not null,
  note text not null default '',
  kind text not null check (kind in ('published', 'saved', 'restored')),
  at timestamptz not null,
  person_id uuid,
  primary key (page_id, number)
);
select core.protect_tenant_table('pages.version', 'select, insert, delete');
