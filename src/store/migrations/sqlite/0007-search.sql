-- Full-text search: a row of the index for each message, by its id. The words themselves stay where they are.
-- Rows up to search_backlog.upto are not in the index yet; store/search-backlog.ts brings them in, newest first.
create index messages_person on messages (person);
create index messages_attached on messages (id) where attachments <> '[]';
create index people_merged on people (merged_into) where merged_into is not null;

-- `requester` only where somebody else wrote.
create view search_source as
  select m.id as id, substr(t.subject, 1, 2000) as subject, substr(m.text, 1, 100000) as words,
    coalesce(m.operator, (select substr(p.name || ' ' || coalesce(group_concat(a.address, ' '), ''), 1, 2000)
      from people w join people p on p.id = coalesce(w.merged_into, w.id) left join addresses a on a.person = p.id
      where w.id = m.person)) as author,
    (select substr(p.name || ' ' || coalesce(group_concat(a.address, ' '), ''), 1, 2000)
      from people p left join addresses a on a.person = p.id
      where p.id = t.requester and m.person is not t.requester) as requester,
    case when m.attachments <> '[]' then (select substr(group_concat(json_extract(f.value, '$.name'), ' '), 1, 20000)
      from json_each(m.attachments) f) end as files
  from messages m join tickets t on t.number = m.ticket;
create virtual table search using fts5(subject, words, author, requester, files, content = '', contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
create table search_backlog (upto integer not null) strict;
insert into search_backlog select coalesce(max(id), 0) from messages;

-- When the messages of each 1024 ids were written, from first to last: nearly in order, but clocks are set back.
create table search_spans (span integer primary key not null, first integer not null, last integer not null) strict;
insert into search_spans select id >> 10, min(at), max(at) from messages group by id >> 10;

create trigger search_message_added after insert on messages
begin
  insert into search (rowid, subject, words, author, requester, files) select * from search_source where id = new.id;
  insert into search_spans values (new.id >> 10, new.at, new.at)
    on conflict (span) do update set first = min(first, excluded.first), last = max(last, excluded.last);
end;
create trigger search_message_changed after update of ticket, person, operator, text, attachments on messages
begin
  delete from search where rowid = new.id;
  insert into search (rowid, subject, words, author, requester, files) select * from search_source where id = new.id;
end;
create trigger search_ticket_changed after update of subject, requester on tickets
  when old.subject <> new.subject or old.requester <> new.requester
begin
  delete from search where rowid in (select id from messages where ticket = new.number);
  insert into search (rowid, subject, words, author, requester, files) select * from search_source
    where id in (select id from messages where ticket = new.number);
end;

-- Whoever gets another name or address is found by it, in old messages too. Only a table with a trigger can be told to.
create table search_stale (person integer primary key not null) strict;
create trigger search_person_stale after insert on search_stale
begin
  delete from search where rowid in (select id from messages
    where person in (select new.person union all select id from people where merged_into = new.person)
      or ticket in (select number from tickets where requester = new.person));
  insert into search (rowid, subject, words, author, requester, files) select * from search_source
    where id in (select id from messages
      where person in (select new.person union all select id from people where merged_into = new.person)
        or ticket in (select number from tickets where requester = new.person));
  delete from search_stale;
end;
create trigger search_person_changed after update of name, merged_into on people
  when old.name <> new.name or old.merged_into is not new.merged_into
begin
  insert into search_stale values (coalesce(new.merged_into, new.id));
end;
create trigger search_address_added after insert on addresses
begin
  insert into search_stale values (new.person);
end;
create trigger search_address_changed after update of person, address on addresses
  when old.person <> new.person or old.address <> new.address
begin
  insert into search_stale select old.person union select new.person;
end;
create trigger search_address_removed after delete on addresses
begin
  insert into search_stale values (old.person);
end;
