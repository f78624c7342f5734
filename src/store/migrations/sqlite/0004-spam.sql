-- The spam filter: labels are the truth, in the order they were given; the model is made of them and kept as a snapshot.
create table spam_labels (
  id integer primary key autoincrement not null,
  content_key text not null,
  mail integer,
  sender text not null,
  label text not null check (label in ('ham', 'spam', 'forget')),
  confirmed integer not null default 0,
  tokens blob not null,
  who text not null,
  how text not null,
  at integer not null
) strict;
create index spam_labels_content on spam_labels (content_key, id);
create table spam_models (
  name text primary key not null,
  seq integer not null,
  bytes blob not null,
  at integer not null
) strict;
alter table ledger add column spam text;
alter table ledger add column spam_score integer;
alter table tickets add column spam text;

-- What was said is taken back by another row, never by changing one.
create trigger spam_labels_update before update on spam_labels
begin
  select raise(abort, 'labels are only added to: their rows cannot be changed');
end;
