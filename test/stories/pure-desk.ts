/**
 * A desk without a database, for very many histories: the pure heart decides, this keeps in memory what it decided, and
 * the real composer writes the letters. What it keeps is what the store keeps, as far as decisions look at it.
 */
import { join } from 'node:path';
import { packageRoot } from '../../src/config/package-root.ts';
import type { Command } from '../../src/desk/command.ts';
import type { Action, Decision } from '../../src/desk/decision.ts';
import type { Letter, Quoted } from '../../src/desk/letter.ts';
import { afterwards } from '../../src/desk/news.ts';
import { operate } from '../../src/desk/operate.ts';
import type { Operator, Policy } from '../../src/desk/policy.ts';
import { receive } from '../../src/desk/receive.ts';
import type { KeptMessage, RepairTicket } from '../../src/desk/repair-situation.ts';
import { saidBy } from '../../src/desk/said.ts';
import type { Due, MailSituation, Situation } from '../../src/desk/situation.ts';
import { tick } from '../../src/desk/tick.ts';
import { freshTicket, type Person, type PublicText, type Ticket } from '../../src/desk/ticket.ts';
import type { Mail } from '../../src/mail/mail.ts';
import { createComposer } from '../../src/outbox/compose.ts';
import { loadTemplates } from '../../src/outbox/templates.ts';
import { KEY, MONDAY } from '../scene.ts';

export interface Words extends KeptMessage {
  readonly text: string;
  readonly operator: string | null;
  readonly origin: number;
}

interface Kept {
  ticket: Ticket;
  messages: Words[];
  mergedInto: number | null;
  related: number[];
}

export class PureDesk {
  readonly policy: Policy;
  readonly staff: ReadonlyMap<string, Person>;
  readonly people = new Map<number, Person>();
  readonly tickets = new Map<number, Kept>();
  readonly letters: Letter[] = [];
  readonly decisions: Decision[] = [];
  #nextPerson = 100;
  #nextTicket = 1;
  #nextMessage = 1;
  #decided = 0;

  constructor(policy: Policy) {
    this.policy = policy;
    this.staff = new Map(
      policy.operators.map(({ login, name, address }, i) => [login, { id: i + 1, name, addresses: [address] }]),
    );
    for (const person of this.staff.values()) this.people.set(person.id, person);
  }

  at(ticket?: Ticket): Situation {
    return {
      now: MONDAY + this.#decided * 60_000,
      policy: this.policy,
      keys: [KEY],
      nonce: `n${this.#decided++}`,
      nextTicket: this.#nextTicket,
      nextPerson: this.#nextPerson,
      staff: this.staff,
      absent: new Map(),
      ...(ticket ? { said: this.#said(ticket) } : {}),
    };
  }

  /** The ticket where it is now. */
  ticket(number: number): Ticket | undefined {
    const kept = this.tickets.get(number);
    return kept && kept.mergedInto !== null ? this.ticket(kept.mergedInto) : kept?.ticket;
  }

  personAt(address: string): Person | undefined {
    return [...this.people.values()].find(({ addresses }) => addresses.includes(address));
  }

  receive(mail: Mail, more: Partial<MailSituation> = {}): Decision {
    const sender = this.personAt(mail.from[0]?.address ?? '');
    const tickets = new Map([...this.tickets.keys()].map(number => [number, this.ticket(number)!]));
    const [claim] = more.claims ?? [];
    const about = claim ? this.ticket(claim.ticket) : undefined;
    const acquainted = new Map([...this.people.values()].flatMap(one => one.addresses.map(own => [own, one] as const)));
    return this.#keep(
      receive(mail, {
        ...this.at(about),
        ...(about ? {} : { said: saidBy(mail.newWords) }),
        claims: [],
        tickets,
        people: this.people,
        acquainted,
        ...(sender ? { sender } : {}),
        ...more,
      }),
    );
  }

  /** undefined: it was refused. */
  operate(command: Command, by: Operator): Decision | undefined {
    const ticket = command.do === 'new' ? undefined : this.ticket(command.ticket);
    const requester = command.do === 'new' ? this.personAt(command.requester.address) : undefined;
    const named = [
      ...('ticket' in command ? [command.ticket] : []),
      ...('into' in command ? [command.into] : []),
      ...('to' in command && typeof command.to === 'number' ? [command.to] : []),
    ];
    const decision = operate(command, by, {
      ...this.at(ticket),
      ...(ticket ? { ticket } : {}),
      ...(requester ? { requester } : {}),
      repair: { tickets: new Map(named.flatMap(number => this.#repair(number))), past: [], letters: [] },
    });
    return 'refused' in decision ? undefined : this.#keep(decision);
  }

  pass(due: Due): Decision {
    return this.#keep(tick(due, this.at()));
  }

  /** As the store reads them: no notes, and nothing that was moved here from somebody else. */
  #said(ticket: Ticket) {
    const { number, requester } = ticket;
    const own = this.tickets.get(number)!.messages.filter(({ kind }) => kind !== 'note');
    const there = own.filter(
      ({ origin, person }) =>
        this.tickets.get(origin)!.ticket.requester.id === requester.id || person?.id === requester.id,
    );
    const history: Quoted[] = there
      .toReversed()
      .slice(0, 20)
      .map(({ text, person, operator }) => ({
        words: text as PublicText,
        author: person?.name || (this.policy.operators.find(({ login }) => login === operator)?.name ?? ''),
        at: MONDAY,
      }));
    const { language } = saidBy(own.find(({ kind }) => kind === 'request')?.text ?? '');
    const mailed = this.letters.some(({ ticket: of, audience }) => of === number && audience === 'requester');
    return { ...(language === undefined ? {} : { language }), history, mailed };
  }

  #repair(number: number): [number, RepairTicket][] {
    const kept = this.tickets.get(number);
    if (!kept) return [];
    const { ticket, messages, mergedInto, related } = kept;
    return [[number, { ...ticket, messages, mergedInto, related }]];
  }

  #keep(decision: Decision): Decision {
    this.decisions.push(decision);
    for (const action of decision.actions) this.#carryOut(action);
    return decision;
  }

  #carryOut(action: Action): void {
    const kept = 'ticket' in action && action.ticket != null ? this.tickets.get(action.ticket) : undefined;
    switch (action.do) {
      case 'meet':
        this.people.set(action.person.id, action.person);
        this.#nextPerson = Math.max(this.#nextPerson, action.person.id + 1);
        return;
      case 'openTicket': {
        const { ticket: number, subject, queue, source, sorted = {} } = action;
        const requester = this.people.get(action.requester)!;
        const ticket = freshTicket({ number, subject, queue, source, requester, ...sorted });
        this.tickets.set(number, { ticket, messages: [], mergedInto: null, related: [] });
        this.#nextTicket = Math.max(this.#nextTicket, number + 1);
        return;
      }
      case 'addMessage':
      case 'addNote': {
        const { author, text, ticket: origin } = action;
        const person = author.by === 'person' ? (this.people.get(author.person) ?? null) : null;
        const operator = author.by === 'operator' ? author.login : null;
        const kind = action.do === 'addNote' ? 'note' : action.kind;
        kept!.messages.push({ id: this.#nextMessage++, kind, person, operator, text, origin, byMail: true });
        if (action.do === 'addMessage' && action.messageId !== undefined)
          kept!.ticket = { ...kept!.ticket, conversation: [...kept!.ticket.conversation, action.messageId] };
        return;
      }
      case 'setStatus':
        kept!.ticket = {
          ...kept!.ticket,
          status: action.to,
          statusName: action.toName ?? null,
          closedAt: action.to === 'closed' ? MONDAY : null,
        };
        return;
      case 'join': {
        const { participants } = kept!.ticket;
        kept!.ticket = { ...kept!.ticket, participants: [...participants, this.people.get(action.person)!] };
        return;
      }
      case 'relate':
        kept!.related.push(action.to);
        this.tickets.get(action.to)?.related.push(action.ticket);
        return;
      case 'moveMessages': {
        const moved = kept!.messages.filter(({ id }) => action.messages.includes(id));
        kept!.messages = kept!.messages.filter(({ id }) => !action.messages.includes(id));
        const other = this.tickets.get(action.to)!;
        other.messages = [...other.messages, ...moved].sort((a, b) => a.id - b.id);
        return;
      }
      case 'mergeInto':
        kept!.mergedInto = action.into;
        return;
      case 'send':
        this.letters.push(action.letter);
        return;
      default:
        if (kept) kept.ticket = afterwards(kept.ticket, action);
    }
  }
}

export function composerFor(policy: Policy) {
  return createComposer({
    policy,
    templates: loadTemplates({ folders: [join(packageRoot(), 'templates')], language: policy.language }),
  });
}
