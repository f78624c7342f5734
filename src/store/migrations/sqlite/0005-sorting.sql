-- How tickets are sorted, what requesters wish, who is away, and calls of other programs.
alter table tickets add column status_name text;
alter table tickets add column crew_group text;
alter table tickets add column helpers text not null default '[]';
alter table tickets add column watchers text not null default '[]';
alter table tickets add column category text;
alter table tickets add column criticality text;
alter table tickets add column complexity text;
alter table tickets add column kind text;
alter table tickets add column tags text not null default '[]';
alter table tickets add column guess text;
alter table people add column language text;
alter table people add column wants_confirmation integer;
alter table people add column wants_answers integer;
drop index tickets_open;
create index tickets_open on tickets (changed_at, number) where status not in ('solved', 'closed');
create index tickets_category on tickets (category, number);
create table absences (
  login text primary key not null,
  since integer not null,
  until integer,
  deputy text
) strict;
create table turns (
  name text primary key not null,
  last text not null
) strict;
create table webhooks (
  id integer primary key autoincrement not null,
  ticket integer references tickets(number),
  rule text not null,
  url text not null,
  body text not null,
  state text not null,
  attempts integer not null default 0,
  not_before integer not null,
  claimed_by text,
  lease_until integer,
  last_reply text,
  created_at integer not null
) strict;
create index webhooks_due on webhooks (state, not_before);
