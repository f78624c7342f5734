-- Who is who and who may be believed: organisations, participants, trust; tickets that were taken in by others.
alter table ledger add column trust text not null default 'unknown';
alter table ledger add column trust_because text not null default '';
create table organisations (
  id integer primary key autoincrement not null,
  name text not null,
  since integer not null
) strict;
create unique index organisations_name_unique on organisations (name);
create table domains (
  domain text primary key not null,
  organisation integer not null references organisations(id)
) strict;
create index domains_organisation on domains (organisation);
alter table people add column organisation integer references organisations(id);
alter table people add column merged_into integer;
alter table addresses add column silent text;
alter table addresses add column silent_because text not null default '';
alter table tickets add column closed_at integer;
alter table tickets add column merged_into integer;
alter table tickets add column token_serial integer not null default 0;
update tickets set closed_at = changed_at where status = 'closed';
create table participants (
  ticket integer not null references tickets(number),
  person integer not null references people(id),
  since integer not null
) strict;
create unique index participants_pair on participants (ticket, person);
create index participants_person on participants (person);
alter table messages add column origin integer not null default 0;
alter table messages add column remarks text not null default '[]';
update messages set origin = ticket;
create index messages_mail on messages (mail);
alter table journal add column decision text not null default '';

-- A message may be moved to another ticket; where it was written is a fact.
create trigger messages_origin_stays before update of origin on messages when new.origin <> old.origin
begin
  select raise(abort, 'where a message was written cannot be changed');
end;
