alter table sources.import
  -- What it does: make a table, or fill one that an earlier import made.
  add column mode text not null default 'create' check (mode in ('create', 'replace', 'append', 'update')),
  -- What became of the rows of a table that was loaded again.
  add column changes jsonb,
  -- Where the person was who asked, for the audit log.
  add column ip text;

create index import_made_table on sources.import (tenant_id, table_id) where mode = 'create' and state = 'done';
