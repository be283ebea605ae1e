/** Moves with every change of the statements below; an older database is brought up to date when it is next used. */
export const structureVersion = 2

/**
 * What we keep in a workspace's database, apart from the tables of its people: the journal and the outcomes of jobs, which
 * find them when they run again. The journal is as in the management store, but without a NOTIFY, which would make all
 * commits wait in one line (who writes wakes the relay), and its entries are text, which costs nothing to write and read.
 * Safe to run twice.
 */
export function structureStatements(owner: string, relay: string): string[] {
  return [
    'create schema if not exists flexoffice',
    `create table if not exists flexoffice.journal (
      id uuid primary key,
      entry text not null,
      written_at timestamptz not null default clock_timestamp()
    )`,
    // Until version 1 it was jsonb. Of a text nothing is changed.
    'alter table flexoffice.journal alter column entry type text using entry::text',
    'create index if not exists journal_written on flexoffice.journal (written_at)',
    `create table if not exists flexoffice.outcome (
      id uuid primary key,
      outcome jsonb not null,
      settled_at timestamptz not null default clock_timestamp()
    )`,
    `grant usage on schema flexoffice to ${owner}, ${relay}`,
    `grant insert on flexoffice.journal to ${owner}`,
    `grant select, delete on flexoffice.journal to ${relay}`,
    `grant select, insert, delete on flexoffice.outcome to ${owner}`,
    `grant create, usage on schema public to ${owner}`,
  ]
}
