-- A wall that asks what a letter carries holds only as long as nobody changes letter or message behind it: what was
-- written stays, to whom and every byte. A requester gets only what requesters get, and every answer names its message.
drop trigger letters_update_no_note;
drop trigger letters_insert_no_note;
create trigger letters_insert_no_note before insert on letters when new.audience <> 'staff'
begin
  select raise(abort, 'a letter to a requester cannot carry a note')
    where exists (select 1 from messages where id = new.message and kind = 'note');
  select raise(abort, 'a letter to a requester can only carry a message of its own ticket')
    where new.message is not null and not exists (select 1 from messages where id = new.message and ticket = new.ticket);
  select raise(abort, 'an answer to a requester must name the message it carries')
    where new.template in ('answer', 'closing', 'need-info') and new.message is null;
  select raise(abort, 'a requester gets no letter that is for the staff')
    where new.template not in ('confirmation', 'answer', 'closing', 'need-info', 'status', 'owner', 'too-large');
end;
create trigger letters_stay before update of id, ticket, message, person, audience, template, message_id, envelope_from,
  envelope_to, subject, bytes on letters
begin
  select raise(abort, 'a letter stays as it was written');
end;
-- "update or replace" deletes without a delete trigger, and an id has other names, so every update is looked at
create trigger messages_id_stays before update on messages when new.id <> old.id
begin
  select raise(abort, 'a message stays as it was written');
end;
create trigger messages_stay before update of text, folded, attachments on messages
begin
  select raise(abort, 'a message stays as it was written');
end;
create trigger messages_delete before delete on messages
begin
  select raise(abort, 'a message is never deleted');
end;
