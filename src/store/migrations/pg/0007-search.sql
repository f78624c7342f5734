-- Full-text search: a row of the index for each message, by its id. The words themselves stay where they are.
-- Rows up to search_backlog.upto are not in the index yet; store/search-backlog.ts brings them in, newest first.
create index messages_person on messages (person);
create index messages_attached on messages (id) where attachments <> '[]';
create index people_merged on people (merged_into) where merged_into is not null;

-- Letters without marks and in lower case. A database of the locale C does so for ASCII only, if it has no better collation.
do $do$
declare
  best text := (select quote_ident(collname) from pg_collation
    where collname in ('pg_c_utf8', 'C.utf8', 'C.UTF-8', 'und-x-icu') and collencoding in (-1, 6)
    order by array_position(array['pg_c_utf8', 'C.utf8', 'C.UTF-8', 'und-x-icu']::name[], collname) limit 1);
  plain text := case when current_setting('server_encoding') = 'UTF8'
    then $x$regexp_replace(normalize($1, NFD), '[\u0300-\u036f]', '', 'g')$x$ else '$1' end;
begin
  execute format('create function search_fold(text) returns text language sql immutable as $f$ select lower((%s)%s) $f$',
    plain, coalesce(' collate ' || best, ''));
end
$do$;
-- Words and their places, from `start` on; told apart as SQLite does, and not as the parser of to_tsvector. A text must
-- never be refused: a word longer than a tsvector can hold is left out, a place beyond its last is its last.
create function search_words(words text, start int, most int, weight text) returns text
  language sql immutable set search_path from current as $$
  select coalesce(string_agg(word || ':' || start + least(place, most) || weight, ' '), '')
    from unnest(string_to_array(regexp_replace(search_fold(words),
      '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u02c2-\u02c5\u02d2-\u02df\u2000-\u206f\u20a0-\u20cf\u2190-\u245f\u2500-\u2bff\u3000-\u3004\u3008-\u3020\u3030\ufe10-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\ufff0-\uffff\U0001f000-\U0001faff]+',
      ' ', 'g'), ' ')) with ordinality as split (word, place)
    where word <> '' and octet_length(word) <= 1000
$$;

-- `requester` only where somebody else wrote. The gaps between the places keep a phrase from reaching from one to the next.
create view search_source as
  select m.id as id, concat_ws(' ',
    search_words(left(m.text, 100000), 0, 15000, 'D'), search_words(left(t.subject, 2000), 15100, 200, 'A'),
    search_words(left(coalesce(m.operator, (select p.name || ' ' || coalesce(string_agg(a.address, ' '), '')
      from people w join people p on p.id = coalesce(w.merged_into, w.id) left join addresses a on a.person = p.id
      where w.id = m.person group by p.name), ''), 2000), 15400, 200, 'B'),
    search_words(left(coalesce((select p.name || ' ' || coalesce(string_agg(a.address, ' '), '')
      from people p left join addresses a on a.person = p.id
      where p.id = t.requester and m.person is distinct from t.requester group by p.name), ''), 2000), 15700, 200, 'D'),
    search_words(left((select string_agg(name[1], ' ') from regexp_matches(m.attachments, '"name":"((?:[^"\\]|\\.)*)"', 'g') as name),
      20000), 16000, 300, 'C'))::tsvector as words
  from messages m join tickets t on t.number = m.ticket;
create table search (message bigint primary key, words tsvector not null);
create index search_by_word on search using gin (words);
create table search_backlog (upto bigint not null);
insert into search_backlog select coalesce(max(id), 0) from messages;

create function search_renew(ids bigint[]) returns void language sql set search_path from current as $$
  insert into search select id, words from search_source where id = any(ids)
    on conflict (message) do update set words = excluded.words
$$;
create function search_person(who bigint) returns void language sql set search_path from current as $$
  select search_renew(array(select id from messages
    where person in (select who union all select id from people where merged_into = who)
      or ticket in (select number from tickets where requester = who)))
$$;
create function search_message_put() returns trigger language plpgsql set search_path from current as $$
begin
  perform search_renew(array[new.id]);
  return null;
end
$$;
create trigger search_message_added after insert on messages for each row execute function search_message_put();
create trigger search_message_changed after update of ticket, person, operator, text, attachments on messages
  for each row execute function search_message_put();
create function search_ticket_put() returns trigger language plpgsql set search_path from current as $$
begin
  perform search_renew(array(select id from messages where ticket = new.number));
  return null;
end
$$;
create trigger search_ticket_changed after update of subject, requester on tickets for each row
  when (old.subject <> new.subject or old.requester <> new.requester) execute function search_ticket_put();
create function search_person_put() returns trigger language plpgsql set search_path from current as $$
begin
  perform search_person(coalesce(new.merged_into, new.id));
  return null;
end
$$;
create trigger search_person_changed after update of name, merged_into on people for each row
  when (old.name <> new.name or old.merged_into is distinct from new.merged_into) execute function search_person_put();
create function search_address_put() returns trigger language plpgsql set search_path from current as $$
begin
  if tg_op <> 'INSERT' then
    perform search_person(old.person);
  end if;
  if tg_op <> 'DELETE' then
    perform search_person(new.person);
  end if;
  return null;
end
$$;
create trigger search_address_added after insert or delete on addresses for each row execute function search_address_put();
create trigger search_address_changed after update of person, address on addresses for each row
  when (old.person <> new.person or old.address <> new.address) execute function search_address_put();
