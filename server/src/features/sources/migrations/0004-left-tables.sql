-- Identities that somebody left out. A table that is neither taken nor among these is one that nobody decided on.
alter table sources.source add column left_tables text[] not null default '{}';
