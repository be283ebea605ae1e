-- A problem is kept with its code, so that each person reads it in their language: { code, message, params }.
alter table sources.source alter column last_problem type jsonb
  using case when last_problem is not null then jsonb_build_object('code', 'unexpected', 'message', last_problem) end;
alter table sources.import alter column problem type jsonb
  using case when problem is not null then jsonb_build_object('code', 'unexpected', 'message', problem) end;
