-- When a ticket is expected to be done. The index holds those that are not, the earliest first.
alter table tickets add column due integer;
create index tickets_due on tickets (due, number) where status not in ('solved', 'closed');
