/**
 * What must hold, as SQL that both dialects understand. Each text selects one column `said`: the breach in words that
 * name rows by their numbers only, since words of mails and notes have no place in a report.
 */
export interface Check {
  readonly name: string;
  readonly guarantee: string;
  readonly holds: string;
  /** Selects `said`, a row for each breach. */
  readonly broken: string;
  readonly only?: 'sqlite' | 'pg';
}

const ENDS = `'handled', 'ignored', 'held', 'quarantined', 'spam'`;
const STATES = `'queued', 'sending', 'sent', 'uncertain', 'failed', 'dropped'`;

const MAILS: readonly Check[] = [
  {
    name: 'arrivals',
    guarantee: 'G1',
    holds: 'every arrival has its mail in the ledger',
    broken: `select 'arrival ' || a.id || ' by ' || a.route || coalesce(' UID ' || a.uid, '') || ' names mail ' || a.mail
      || ', which is not in the ledger' as said
      from arrivals a where not exists (select 1 from ledger l where l.id = a.mail)`,
  },
  {
    name: 'routes',
    guarantee: 'G1',
    holds: 'every mail came by a route',
    // a header in whose place the whole mail came in has handed its arrivals over to that
    broken: `select 'mail ' || l.id || ' has no arrival' as said
      from ledger l where not exists (select 1 from arrivals a where a.mail = l.id)
      and not (l."end" = 'ignored' and coalesce(l.unread, '') = 'oversize')`,
  },
  {
    name: 'cursors',
    guarantee: 'G1',
    holds: 'no mailbox is read less far than its mails say',
    broken: `select c.route || ' is read up to UID ' || c.last_uid || ', but UID ' || max(a.uid) || ' is in' as said
      from cursors c join arrivals a on a.route = c.route and a.uid_validity = c.uid_validity
      group by c.route, c.last_uid having max(a.uid) > c.last_uid`,
  },
  {
    name: 'kept',
    guarantee: 'G1',
    holds: 'every mail has its original',
    broken: `select 'mail ' || l.id || ' has no original' as said
      from ledger l where l.original_id is null or not exists (select 1 from originals o where o.id = l.original_id)`,
  },
  {
    name: 'ends',
    guarantee: 'G2',
    holds: 'every mail has one end, and a handled one a ticket',
    broken: `select 'mail ' || l.id || ' ended as ' || l."end" || ', which is no end' as said
      from ledger l where l."end" not in (${ENDS})
      union all select 'mail ' || l.id || ' is handled and has no ticket' as said
      from ledger l where l."end" = 'handled' and l.ticket is null
      union all select 'mail ' || l.id || ' names ticket ' || l.ticket || ', which is not there' as said
      from ledger l where l.ticket is not null and not exists (select 1 from tickets t where t.number = l.ticket)`,
  },
  {
    name: 'in tickets',
    guarantee: 'G2',
    holds: 'every handled mail has its message in its ticket, and no other mail has one',
    broken: `select 'mail ' || l.id || ' is handled, but ticket ' || l.ticket || ' has no message of it' as said
      from ledger l where l."end" = 'handled' and exists (select 1 from tickets t where t.number = l.ticket)
      and not exists (select 1 from messages m where m.mail = l.id and m.origin = l.ticket)
      union all select 'mail ' || l.id || ' is ' || l."end" || ', but message ' || m.id || ' is made of it' as said
      from ledger l join messages m on m.mail = l.id where l."end" in ('ignored', 'held', 'quarantined', 'spam')`,
  },
  {
    name: 'once',
    guarantee: 'G2',
    holds: 'no mail has two messages in a ticket, and no content two mails',
    broken: `select 'mail ' || m.mail || ' has ' || count(*) || ' messages in ticket ' || m.origin as said
      from messages m where m.mail is not null group by m.mail, m.origin having count(*) > 1
      union all select 'mails ' || min(l.id) || ' and ' || max(l.id) || ' have the same content' as said
      from ledger l group by l.content_key having count(*) > 1`,
  },
  {
    name: 'reasons',
    guarantee: 'G8',
    holds: 'every mail says why it ended so',
    broken: `select 'mail ' || l.id || ' is ' || l."end" || ' and does not say why' as said
      from ledger l where l.because in ('[]', '', 'null')`,
  },
];

const TICKETS: readonly Check[] = [
  {
    name: 'counted',
    guarantee: 'G3',
    holds: 'every ticket counts its messages right',
    broken: `select 'ticket ' || t.number || ' counts ' || t.messages || ' messages and has ' || count(m.id) as said
      from tickets t left join messages m on m.ticket = t.number
      group by t.number, t.messages having t.messages <> count(m.id)`,
  },
  {
    name: 'requests',
    guarantee: 'G3',
    holds: 'every ticket has a request, and one that was merged into another has nothing left',
    broken: `select 'ticket ' || t.number || ' has no request' as said from tickets t where t.merged_into is null
      and not exists (select 1 from messages m where m.kind = 'request' and m.ticket = t.number)
      union all select 'ticket ' || t.number || ' was merged into ' || t.merged_into || ' and has message ' || m.id as said
      from tickets t join messages m on m.ticket = t.number where t.merged_into is not null`,
  },
  {
    name: 'requesters',
    guarantee: 'G3',
    holds: 'every ticket has its requester',
    broken: `select 'ticket ' || t.number || ' is of person ' || t.requester || ', who is not there' as said
      from tickets t where not exists (select 1 from people p where p.id = t.requester)`,
  },
  {
    name: 'numbers',
    guarantee: 'G3',
    holds: 'no number of a ticket or person will be given out twice',
    broken: `select 'the next ticket would be ' || c.next || ', but ' || max(t.number) || ' is there' as said
      from counters c, tickets t where c.name = 'ticket' group by c.next having max(t.number) >= c.next
      union all select 'the next person would be ' || c.next || ', but ' || max(p.id) || ' is there' as said
      from counters c, people p where c.name = 'person' group by c.next having max(p.id) >= c.next`,
  },
  {
    name: 'authors',
    guarantee: 'G3',
    holds: 'every person and ticket that a message or relation names is there',
    broken: `select 'message ' || m.id || ' is of person ' || m.person || ', who is not there' as said
      from messages m where m.person is not null and not exists (select 1 from people p where p.id = m.person)
      union all select 'ticket ' || r.ticket || ' is related to ' || r.other || ', and one of them is not there' as said
      from relations r where not exists (select 1 from tickets t where t.number = r.ticket)
      or not exists (select 1 from tickets t where t.number = r.other)`,
  },
  {
    name: 'people',
    guarantee: 'G3',
    holds: 'whoever was merged into another has nothing left, and nobody takes part in their own ticket',
    broken: `select 'person ' || p.id || ' was merged into ' || p.merged_into || ', who is not there or was merged too' as said
      from people p where p.merged_into is not null
      and not exists (select 1 from people i where i.id = p.merged_into and i.merged_into is null)
      union all select 'person ' || p.id || ' was merged and has ticket ' || t.number as said
      from people p join tickets t on t.requester = p.id where p.merged_into is not null
      union all select 'person ' || p.id || ' was merged and has an address' as said
      from people p join addresses a on a.person = p.id where p.merged_into is not null
      union all select 'person ' || p.id || ' was merged and takes part in ticket ' || r.ticket as said
      from people p join participants r on r.person = p.id where p.merged_into is not null
      union all select 'the requester of ticket ' || t.number || ' takes part in it too' as said
      from tickets t join participants r on r.ticket = t.number and r.person = t.requester
      union all select 'person ' || a.person || ' has ' || count(*) || ' addresses, and their order has gaps' as said
      from addresses a group by a.person having min(a."rank") <> 0 or max(a."rank") <> count(*) - 1`,
  },
];

const LETTERS: readonly Check[] = [
  {
    name: 'notes stay',
    guarantee: 'G4',
    holds: 'no letter to a requester carries a note or a message of another ticket',
    broken: `select 'letter ' || l.id || ' to a requester carries message ' || m.id || ', a ' || m.kind
      || ' of ticket ' || m.ticket as said
      from letters l join messages m on m.id = l.message
      where l.audience <> 'staff' and (m.kind = 'note' or l.ticket is null or m.origin <> l.ticket)
      union all select 'letter ' || l.id || ' to a requester does not say which message it carries' as said
      from letters l where l.audience <> 'staff' and l.template in ('answer', 'closing', 'need-info') and l.message is null`,
  },
  {
    name: 'one confirmation',
    guarantee: 'G5',
    holds: 'no ticket was confirmed twice',
    broken: `select 'ticket ' || l.ticket || ' was confirmed by ' || count(*) || ' letters' as said
      from letters l where l.template = 'confirmation' and l.ticket is not null group by l.ticket having count(*) > 1`,
  },
  {
    name: 'answers leave',
    guarantee: 'G6',
    holds: 'every answer has a letter, or the journal says why not',
    broken: `select 'answer ' || m.id || ' in ticket ' || m.ticket || ' has no letter' as said from messages m
      where m.kind = 'answer'
      and not exists (select 1 from letters l where l.message = m.id and l.audience = 'requester')
      and not exists (select 1 from journal j where j.ticket = m.origin and j.at = m.at and j.action = 'notSent')`,
  },
  {
    name: 'letter states',
    guarantee: 'G6',
    holds: 'every letter is in one state, and a sent one says when',
    broken: `select 'letter ' || l.id || ' is ' || l.state || ', which is no state' as said
      from letters l where l.state not in (${STATES})
      union all select 'letter ' || l.id || ' is sent and does not say when' as said
      from letters l where l.state = 'sent' and l.sent_at is null`,
  },
  {
    name: 'leases',
    guarantee: 'G6',
    holds: 'a letter that is being sent, and no other, is in somebody’s hands until an instant',
    broken: `select 'letter ' || l.id || ' is sending without a lease' as said
      from letters l where l.state = 'sending' and (l.lease_until is null or l.claimed_by is null)
      union all select 'letter ' || l.id || ' is ' || l.state || ' and still leased' as said
      from letters l where l.state <> 'sending' and (l.lease_until is not null or l.claimed_by is not null)`,
  },
  {
    name: 'letter ids',
    guarantee: 'G6',
    holds: 'no two letters have the same Message-ID',
    broken: `select 'letters ' || min(l.id) || ' and ' || max(l.id) || ' have the same Message-ID' as said
      from letters l group by l.message_id having count(*) > 1`,
  },
];

const JOURNAL: readonly Check[] = [
  {
    name: 'journal lines',
    guarantee: 'G8',
    holds: 'every line of the journal has a who, a when and a because',
    broken: `select 'journal line ' || j.id || ' lacks who, when or because' as said
      from journal j where j.who = '' or j.at <= 0 or j.because in ('[]', '', 'null')`,
  },
  {
    name: 'journal of mails',
    guarantee: 'G8',
    holds: 'how every mail was filed is in the journal',
    broken: `select 'how mail ' || l.id || ' came to be ' || l."end" || ' is not in the journal' as said
      from ledger l where l."end" in (${ENDS}) and not exists (select 1 from journal j
        where j.mail = l.id and j.action = 'fileMail' and j.data like '%"as":"' || l."end" || '"%')`,
  },
  {
    name: 'journal of messages',
    guarantee: 'G8',
    holds: 'every message is in the journal',
    broken: `select 'message ' || m.id || ' of ticket ' || m.origin || ' is not in the journal' as said
      from messages m where not exists (select 1 from journal j where j.ticket = m.origin and j.at = m.at
        and j.action = case m.kind when 'note' then 'addNote' else 'addMessage' end
        and (m.mail is null or j.mail = m.mail))`,
  },
  {
    name: 'journal of tickets',
    guarantee: 'G8',
    holds: 'the journal says how every ticket came to its status and owner',
    broken: `select 'the opening of ticket ' || t.number || ' is not in the journal' as said
      from tickets t where not exists (select 1 from journal j where j.ticket = t.number and j.action = 'openTicket')
      union all select 'how ticket ' || t.number || ' came to be ' || t.status || ' is not in the journal' as said
      from tickets t where case when t.status = 'new'
        then exists (select 1 from journal j where j.data not like '%"to":"new"%' and j.id =
          (select max(s.id) from journal s where s.ticket = t.number and s.action = 'setStatus'))
        else not exists (select 1 from journal j where j.data like '%"to":"' || t.status || '"%' and j.id =
          (select max(s.id) from journal s where s.ticket = t.number and s.action = 'setStatus')) end
      union all select 'how ticket ' || t.number || ' came to its owner is not in the journal' as said
      from tickets t join journal j on j.id = (select max(s.id) from journal s
        where s.ticket = t.number and s.action in ('openTicket', 'assign'))
      where case when j.action = 'assign' then j.data not like '%"to":' || coalesce('"' || t.owner || '"', 'null') || '%'
        when t.owner is null then j.data like '%"owner":"%'
        else j.data not like '%"owner":"' || t.owner || '"%' end`,
  },
];

const WALLS = ['letters_insert_no_note', 'letters_stay', 'messages_note_stays', 'messages_stay', 'messages_delete']
  .concat(['journal_update', 'journal_delete', 'originals_update', 'files_update', 'messages_taken_back'])
  .map(name => `select '${name}' as name`)
  .join(' union all ');

function missingWalls(table: string, column: string): string {
  return `select 'the trigger ' || w.name || ' is gone' as said from (${WALLS}) as w
    where not exists (select 1 from ${table} s where s.${column} = w.name)`;
}

const WALLS_STAND = 'the walls around notes, journal and originals stand';

const FILE: readonly Check[] = [
  {
    name: 'walls',
    guarantee: 'G4',
    holds: WALLS_STAND,
    broken: missingWalls("(select name from sqlite_master where type = 'trigger')", 'name'),
    only: 'sqlite',
  },
  {
    name: 'walls',
    guarantee: 'G4',
    holds: WALLS_STAND,
    broken: missingWalls(
      `(select tgname from pg_trigger where tgenabled <> 'D' and tgrelid in
        ('letters'::regclass, 'messages'::regclass, 'journal'::regclass, 'originals'::regclass, 'files'::regclass))`,
      'tgname',
    ),
    only: 'pg',
  },
  {
    name: 'references',
    guarantee: 'G3',
    holds: 'no row names another that is not there',
    // arrivals, mails and tickets have checks of their own, with better words
    broken: `select f."table" || ' row ' || coalesce(f.rowid, 0) || ' names a row of ' || f.parent || ' that is not there'
      as said from pragma_foreign_key_check f where f."table" not in ('arrivals', 'ledger', 'tickets')`,
    only: 'sqlite',
  },
  {
    name: 'file',
    guarantee: 'G3',
    holds: 'the database file is whole',
    broken: `select i.integrity_check as said from pragma_integrity_check i where i.integrity_check <> 'ok'`,
    only: 'sqlite',
  },
];

export const CHECKS: readonly Check[] = [...MAILS, ...TICKETS, ...LETTERS, ...JOURNAL, ...FILE];
