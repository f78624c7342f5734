-- No storms: what the desk wrote by itself, to whom and when; what a sender wrote lately; when letters began to leave again.
alter table letters add column automatic boolean not null default false;
update letters set automatic = true where template in ('confirmation', 'too-large');
create index letters_to on letters (envelope_to, created_at);
create index letters_automatic on letters (created_at) where automatic;
create index letters_sent on letters (sent_at);
create index ledger_sender on ledger (sender, seen_at);
create table instants (
  name text primary key,
  at bigint not null
);
