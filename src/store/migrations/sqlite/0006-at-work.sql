-- Who looks at a ticket or answers it, and up to where each operator has read it; files that operators attach; answers
-- that were taken back before they left.
create table looks (
  ticket integer not null references tickets(number),
  login text not null,
  line integer not null default 0,
  viewing_since integer not null default 0,
  viewing_until integer not null default 0,
  answering_since integer not null default 0,
  answering_until integer not null default 0
) strict;
create unique index looks_pair on looks (ticket, login);
create table files (
  id integer primary key autoincrement not null,
  sha256 text not null,
  size integer not null,
  packed integer not null,
  bytes blob not null
) strict;
create unique index files_sha256_unique on files (sha256);
alter table messages add column taken_back_at integer;

create trigger files_update before update on files
begin
  select raise(abort, 'a file is kept as it was attached: it cannot be changed');
end;
create trigger files_replace before insert on files when exists (select 1 from files where id = new.id)
begin
  select raise(abort, 'a file is kept as it was attached: it cannot be replaced');
end;
-- Whoever was written to was written to: only an answer of which no letter left, or may have, is taken back.
create trigger messages_taken_back before update of taken_back_at on messages when new.taken_back_at is not null
begin
  select raise(abort, 'only an answer is taken back') where new.kind <> 'answer';
  select raise(abort, 'an answer that left is not taken back')
    where exists (select 1 from letters where message = new.id and state <> 'dropped');
end;
