-- Admins are told of unknown outcomes, so they are counted at each sign-in; among millions of entries there are few.
create index audit_entry_unknown on core.audit_entry (tenant_id, sequence desc) where outcome = 'unknown';
