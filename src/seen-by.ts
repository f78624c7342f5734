/**
 * The desk as one operator may see it. What is in a queue that the operator's groups do not name is not there: not in
 * lists, not by its number, not as a mail or a letter of it. Commands are refused by the heart itself.
 */
import type { Operator } from './desk/policy.ts';
import { queuesSeenBy } from './desk/who-sees.ts';
import type { FrontDesk, MailOrBytes } from './front-desk.ts';
import type { QueuesOf } from './store/places.ts';

type Kind = keyof QueuesOf;

/** What is listed is looked through this many times as far, for some of it is not there. */
const FARTHER = 20;
const FARTHEST = 20_000;

export function seenBy(desk: FrontDesk, operator: Operator): FrontDesk {
  const seen = queuesSeenBy(operator, desk.config.policy);
  if (seen === undefined) return desk;
  const { notThere, only } = lookThrough(desk, seen);
  const noTicket = (ticket: number) => ({ refused: `there is no ticket ${ticket}` });
  const noMail = (mail: number) => ({ refused: `the ledger keeps no mail ${mail}` });

  return {
    ...desk,
    list: filter => desk.list({ ...filter, among: [...seen] }),
    countTickets: filter => desk.countTickets({ ...filter, among: [...seen] }),
    countTicketsBy: (filter, column) => desk.countTicketsBy({ ...filter, among: [...seen] }, column),
    search: wish => desk.search({ ...wish, queues: [...seen] }),
    show: async number => {
      const ticket = (await notThere('tickets', number)) ? undefined : await desk.show(number);
      if (!ticket) return undefined;
      const { related, others, mergedInto } = ticket;
      return {
        ...ticket,
        related: await only('tickets', related, one => one),
        others: await only('tickets', others, other => other.number),
        mergedInto: mergedInto !== null && (await notThere('tickets', mergedInto)) ? null : mergedInto,
      };
    },
    standing: async (ticket, login) =>
      (await notThere('tickets', ticket)) ? { read: false, news: [], answering: [] } : desk.standing(ticket, login),
    follow: async since => {
      const { next } = await desk.follow(since);
      return {
        next: async () => {
          const all = await next();
          const mails = all.flatMap(({ ticket, mail }) => (ticket === null && mail !== null ? [mail] : []));
          const there = new Set(await only('mails', mails, one => one));
          return all.filter(({ queue, mail }) => (queue === null ? mail !== null && there.has(mail) : seen.has(queue)));
        },
      };
    },
    why: async number => ((await notThere('tickets', number)) ? [] : desk.why(number)),
    changedSince: async mark => {
      const found = await desk.changedSince(mark);
      const tickets = [...new Set(found.changes.flatMap(({ ticket }) => ticket ?? []))];
      const there = new Set(await only('tickets', tickets, one => one));
      return { ...found, changes: found.changes.filter(({ ticket }) => ticket === null || there.has(ticket)) };
    },
    audience: async number => ((await notThere('tickets', number)) ? undefined : desk.audience(number)),
    letters: async filter => {
      const rows = await desk.letters({ ...filter, limit: farther(filter.limit) });
      return (await only('letters', rows, row => row.id)).slice(-filter.limit);
    },
    letterBytes: async letter => ((await notThere('letters', letter)) ? undefined : desk.letterBytes(letter)),
    mails: async filter => {
      const rows = await only('mails', await desk.mails({ ...filter, limit: farther(filter.limit) }), row => row.mail);
      const tickets = rows.flatMap(({ ticket }) => ticket ?? []);
      const there = new Set(await only('tickets', tickets, one => one));
      return rows
        .slice(-filter.limit)
        .map(row => (row.ticket !== null && !there.has(row.ticket) ? { ...row, ticket: null } : row));
    },
    webhooks: async limit => {
      const rows = await desk.webhooks(farther(limit));
      const there = new Set(
        await only(
          'tickets',
          rows.flatMap(({ ticket }) => ticket ?? []),
          one => one,
        ),
      );
      return rows.filter(({ ticket }) => ticket !== null && there.has(ticket)).slice(-limit);
    },
    latestMails: async limit => (await only('mails', await desk.latestMails(farther(limit)), one => one)).slice(-limit),
    weigh: async (of, policies) =>
      'mail' in of && (await notThere('mails', of.mail)) ? undefined : desk.weigh(of, policies),
    mail: async mail => ((await notThere('mails', mail)) ? undefined : desk.mail(mail)),
    original: async mail => ((await notThere('mails', mail)) ? undefined : desk.original(mail)),
    archive: ticket => archive(ticket),
    release: async (mail, how, login) => {
      if (await notThere('mails', mail)) return { refused: `mail ${mail} is not held` };
      const { ticket } = how.how === 'approve' ? how : { ticket: undefined };
      if (ticket !== undefined && (await notThere('tickets', ticket))) return noTicket(ticket);
      return desk.release(mail, how, login);
    },
    retryMail: async (mail, ...args) =>
      (await notThere('mails', mail)) ? noMail(mail) : desk.retryMail(mail, ...args),
    dropMail: async (mail, login) => ((await notThere('mails', mail)) ? noMail(mail) : desk.dropMail(mail, login)),
    spamList: async limit => (await only('mails', await desk.spamList(farther(limit)), row => row.mail)).slice(-limit),
    releaseSpam: async (mail, login) =>
      (await notThere('mails', mail))
        ? { refused: `mail ${mail} is not filed as spam` }
        : desk.releaseSpam(mail, login),
    spamWhy: async of => ((await isHidden(of)) ? undefined : desk.spamWhy(of)),
    showRequester: async who => {
      const view = await desk.showRequester(who);
      if ('refused' in view) return view;
      const tickets = await only('tickets', view.tickets, one => one.number);
      return { ...view, tickets, takesPart: await only('tickets', view.takesPart, one => one.number) };
    },
    showOrganisation: async name => {
      const view = await desk.showOrganisation(name);
      return 'refused' in view ? view : { ...view, tickets: view.tickets.filter(({ queue }) => seen.has(queue)) };
    },
  };

  async function* archive(ticket: number | undefined) {
    if (ticket !== undefined && (await notThere('tickets', ticket))) return;
    for await (const kept of desk.archive(ticket)) if (!(await notThere('mails', kept.mail))) yield kept;
  }

  async function isHidden(of: MailOrBytes): Promise<boolean> {
    return 'mail' in of && notThere('mails', of.mail);
  }
}

function farther(limit: number): number {
  return Math.min(limit * FARTHER, FARTHEST);
}

function lookThrough(desk: FrontDesk, seen: ReadonlySet<string>) {
  const visible = async (kind: Kind, numbers: readonly number[]): Promise<ReadonlySet<number>> => {
    const queues = (await desk.queuesOf({ [kind]: numbers }))[kind];
    return new Set([...queues].filter(([, own]) => own.some(queue => seen.has(queue))).map(([number]) => number));
  };
  return {
    notThere: async (kind: Kind, number: number) => !(await visible(kind, [number])).has(number),
    only: async <T>(kind: Kind, rows: readonly T[], numberOf: (row: T) => number): Promise<T[]> => {
      const there = await visible(kind, rows.map(numberOf));
      return rows.filter(row => there.has(numberOf(row)));
    },
  };
}
