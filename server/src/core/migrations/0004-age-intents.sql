-- What an intent was about is needed while its outcome is open, and for a while where it stayed unknown.
create index intent_settled on core.intent (settled_at) where state <> 'open';
grant delete on core.intent to flexoffice_relay;
