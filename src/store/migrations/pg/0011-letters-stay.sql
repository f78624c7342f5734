-- A wall that asks what a letter carries holds only as long as nobody changes letter or message behind it: what was
-- written stays, to whom and every byte. A requester gets only what requesters get, and every answer names its message.
drop trigger letters_update_no_note on letters;
create or replace function letters_no_note() returns trigger language plpgsql set search_path from current as $$
begin
  if new.audience = 'staff' then
    return new;
  end if;
  if exists (select 1 from messages where id = new.message and kind = 'note') then
    raise exception 'a letter to a requester cannot carry a note';
  end if;
  if new.message is not null and not exists (select 1 from messages where id = new.message and ticket = new.ticket) then
    raise exception 'a letter to a requester can only carry a message of its own ticket';
  end if;
  if new.template in ('answer', 'closing', 'need-info') and new.message is null then
    raise exception 'an answer to a requester must name the message it carries';
  end if;
  if new.template not in ('confirmation', 'answer', 'closing', 'need-info', 'status', 'owner', 'too-large') then
    raise exception 'a requester gets no letter that is for the staff';
  end if;
  return new;
end
$$;
create trigger letters_stay before update of id, ticket, message, person, audience, template, message_id, envelope_from,
  envelope_to, subject, bytes on letters for each row execute function refused('a letter stays as it was written');
create trigger messages_stay before update of id, text, folded, attachments on messages for each row
  execute function refused('a message stays as it was written');
create trigger messages_delete before delete on messages for each row
  execute function refused('a message is never deleted');
create trigger messages_truncate before truncate on messages
  execute function refused('a message is never deleted');
