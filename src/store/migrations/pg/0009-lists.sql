-- Lists in any order, of all tickets: what is looked up for each of them stands in an index as a whole, and the rows,
-- which hold whole texts, are not read. No index more than before.
drop index tickets_requester;
create index tickets_requester on tickets (requester, number, merged_into);
drop index messages_ticket;
create index messages_ticket on messages (ticket, id, kind, taken_back_at);
drop index messages_attached;
create index messages_attached on messages (ticket) where attachments <> '[]';
