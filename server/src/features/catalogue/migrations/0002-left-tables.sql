-- `left`: whoever connects sources left the table out. It keeps its ids and grants, in case it is taken again.
alter table catalogue."table" drop constraint table_state_check,
  add constraint table_state_check check (state in ('active', 'missing', 'left'));
