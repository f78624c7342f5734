-- The tables of the desk. Whole numbers are ids, ticket numbers, sizes and instants (ms since 1970).
-- strict: a value of the wrong type is refused, as PostgreSQL does.
create table originals (
  id integer primary key autoincrement not null,
  sha256 text not null,
  size integer not null,
  packed integer not null,
  bytes blob not null
) strict;
create unique index originals_sha256_unique on originals (sha256);
create table ledger (
  id integer primary key autoincrement not null,
  content_key text not null,
  message_id text,
  original_id integer references originals(id),
  sender text not null,
  subject text not null,
  "end" text not null,
  ticket integer,
  because text not null,
  envelope text not null,
  queue text,
  unread text,
  tries integer not null default 0,
  retry_at integer,
  seen_at integer not null
) strict;
create unique index ledger_content_key_unique on ledger (content_key);
create index ledger_message_id on ledger (message_id);
create index ledger_end on ledger ("end", id);
create table arrivals (
  id integer primary key autoincrement not null,
  mail integer not null references ledger(id),
  route text not null,
  uid_validity text,
  uid integer,
  at integer not null
) strict;
create unique index arrivals_uid on arrivals (route, uid_validity, uid);
create index arrivals_mail on arrivals (mail);
create table cursors (
  route text primary key not null,
  uid_validity text not null,
  last_uid integer not null,
  floor integer not null default 0
) strict;
create table people (
  id integer primary key not null,
  name text not null,
  since integer not null
) strict;
create table addresses (
  address text primary key not null,
  person integer not null references people(id),
  rank integer not null
) strict;
create index addresses_person on addresses (person, rank);
create table tickets (
  number integer primary key not null,
  subject text not null,
  status text not null,
  queue text not null,
  owner text,
  requester integer not null references people(id),
  source text not null,
  messages integer not null default 0,
  opened_at integer not null,
  changed_at integer not null
) strict;
create index tickets_status on tickets (status, changed_at);
create index tickets_open on tickets (changed_at, number) where status <> 'closed';
create index tickets_owner on tickets (owner, status, changed_at);
create index tickets_requester on tickets (requester, number);
create table relations (
  ticket integer not null,
  other integer not null
) strict;
create unique index relations_pair on relations (ticket, other);
create table messages (
  id integer primary key autoincrement not null,
  ticket integer not null references tickets(number),
  kind text not null check (kind in ('request', 'answer', 'note')),
  person integer,
  operator text,
  text text not null,
  folded text not null default '',
  mail integer references ledger(id),
  message_id text,
  attachments text not null,
  at integer not null
) strict;
create index messages_ticket on messages (ticket, id);
create index messages_message_id on messages (message_id);
create table journal (
  id integer primary key autoincrement not null,
  ticket integer,
  mail integer,
  at integer not null,
  who text not null,
  action text not null,
  data text not null,
  because text not null
) strict;
create index journal_ticket on journal (ticket, id);
create index journal_mail on journal (mail);
create table letters (
  id integer primary key autoincrement not null,
  ticket integer references tickets(number),
  message integer references messages(id),
  person integer not null references people(id),
  audience text not null check (audience in ('requester', 'staff')),
  template text not null,
  message_id text not null,
  envelope_from text not null,
  envelope_to text not null,
  subject text not null,
  bytes blob not null,
  state text not null,
  handed_over integer not null default 0,
  attempts integer not null default 0,
  not_before integer not null,
  claimed_by text,
  lease_until integer,
  last_reply text,
  created_at integer not null,
  sent_at integer
) strict;
create unique index letters_message_id_unique on letters (message_id);
create index letters_due on letters (state, not_before);
create index letters_ticket on letters (ticket, id);
create table keys (
  id text primary key not null,
  secret blob not null,
  created_at integer not null,
  retired_at integer
) strict;
create table switches (
  name text primary key not null,
  why text not null,
  who text not null,
  at integer not null
) strict;
create table counters (
  name text primary key not null,
  next integer not null
) strict;
insert into counters (name, next) values ('ticket', 1), ('person', 1);

-- The third wall around notes: whatever the program does, the words of a note do not become a letter to a requester.
create trigger letters_insert_no_note before insert on letters when new.audience <> 'staff'
begin
  select raise(abort, 'a letter to a requester cannot carry a note')
    where exists (select 1 from messages where id = new.message and kind = 'note');
  select raise(abort, 'a letter to a requester can only carry a message of its own ticket')
    where new.message is not null and not exists (select 1 from messages where id = new.message and ticket = new.ticket);
  select raise(abort, 'an answer to a requester must name the message it carries')
    where new.template in ('answer', 'closing') and new.message is null;
end;
create trigger letters_update_no_note before update of ticket, message, audience, template, bytes on letters when new.audience <> 'staff'
begin
  select raise(abort, 'a letter to a requester cannot carry a note')
    where exists (select 1 from messages where id = new.message and kind = 'note')
       or exists (select 1 from messages where id = old.message and kind = 'note');
  select raise(abort, 'a letter to a requester can only carry a message of its own ticket')
    where new.message is not null and not exists (select 1 from messages where id = new.message and ticket = new.ticket);
  select raise(abort, 'an answer to a requester must name the message it carries')
    where new.template in ('answer', 'closing') and new.message is null;
end;
create trigger messages_note_stays before update of kind on messages when (old.kind = 'note') <> (new.kind = 'note')
begin
  select raise(abort, 'a note stays a note, and no other message becomes one');
end;

-- What happened stays. "insert or replace" deletes without a delete trigger, so the insert is watched too.
create trigger journal_update before update on journal
begin
  select raise(abort, 'the journal is only added to: its rows cannot be changed');
end;
create trigger journal_delete before delete on journal
begin
  select raise(abort, 'the journal is only added to: its rows cannot be deleted');
end;
create trigger journal_replace before insert on journal when exists (select 1 from journal where id = new.id)
begin
  select raise(abort, 'the journal is only added to: its rows cannot be replaced');
end;
create trigger originals_update before update on originals
begin
  select raise(abort, 'an original is kept as it came: it cannot be changed');
end;
create trigger originals_replace before insert on originals when exists (select 1 from originals where id = new.id)
begin
  select raise(abort, 'an original is kept as it came: it cannot be replaced');
end;
create trigger messages_replace before insert on messages when exists (select 1 from messages where id = new.id)
begin
  select raise(abort, 'a message cannot be replaced by another');
end;
