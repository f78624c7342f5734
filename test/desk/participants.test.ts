/** Whom an answer reaches, asked of random headers: exactly the participants, and nobody by the stranger's wish. */
import { expect } from 'chai';
import fc from 'fast-check';
import { toCorrespondents } from '../../src/desk/letters.ts';
import { receive } from '../../src/desk/receive.ts';
import { mailAddress, type Person, type PublicText, type Ticket } from '../../src/desk/ticket.ts';
import type { Address, Trust } from '../../src/mail/mail.ts';
import { ann, mailFrom, policy, situation, ticket } from '../scene.ts';

const OURS = ['support@desk.example', 'Support+7-11-aaaa@desk.example', 'help@desk.example', 'BILLING@desk.example'];
const STAFF = ['bob@staff.example', 'Eve@staff.example'];
const PEOPLE = ['carl@example.org', 'Carl@example.org', 'dora@example.org', 'mallory@evil.example', 'x@y.example'];

const address = fc
  .constantFrom(...OURS, ...STAFF, ...PEOPLE, 'ann@example.org')
  .map((address): Address => ({ name: '', address }));
const list = fc.array(address, { maxLength: 6 });
const verdict = fc.constantFrom<Trust['verdict']>('pass', 'fail', 'none', 'unknown');
const mails = fc.record({ to: list, cc: list, replyTo: list, verdict });
const RUNS = { numRuns: 600, verbose: true };

function house(lower: string): boolean {
  return (
    STAFF.some(one => one.toLowerCase() === lower) || /^(?:support|help|billing)(?:\+.*)?@desk\.example$/.test(lower)
  );
}

describe('participants', () => {
  it('are, after a first mail, whom a proven sender named, without us, the staff and doubles', () => {
    fc.assert(
      fc.property(mails, ({ to, cc, replyTo, verdict }) => {
        const trust = { verdict, because: 'as given' };
        const { actions } = receive(
          mailFrom({ name: 'Ann', address: 'ann@example.org' }, { to, cc, replyTo, trust }),
          situation({ sender: ann }),
        );
        const met = new Map(
          actions.flatMap(a => (a.do === 'meet' ? [[a.person.id, a.person.addresses[0]!] as const] : [])),
        );
        const joined = actions.flatMap(a => (a.do === 'join' ? [met.get(a.person) ?? 'somebody nobody met'] : []));
        const named = [...new Set([...to, ...cc].map(one => one.address.toLowerCase()))];
        const wanted = verdict === 'pass' ? named.filter(one => !house(one) && one !== 'ann@example.org') : [];
        expect(joined.sort()).to.deep.equal(wanted.sort());
        const opened = actions.find(a => a.do === 'openTicket');
        expect(opened?.do === 'openTicket' && opened.requester).to.equal(ann.id);
      }),
      RUNS,
    );
  });

  it('never change the requester, and a follow-up of an unproven sender adds nobody', () => {
    fc.assert(
      fc.property(mails, ({ to, cc, replyTo, verdict }) => {
        const claims = [{ carrier: 'recipient', where: 'To', verdict: 'valid', ticket: 7, person: ann.id } as const];
        const at = situation({
          sender: ann,
          claims,
          tickets: new Map([[7, ticket]]),
          people: new Map([[ann.id, ann]]),
        });
        const { actions } = receive(
          mailFrom(
            { name: 'Ann', address: 'ann@example.org' },
            { to, cc, replyTo, trust: { verdict, because: 'as given' } },
          ),
          at,
        );
        expect(actions.some(a => a.do === 'openTicket')).to.equal(false);
        if (verdict !== 'pass') expect(actions.filter(a => a.do === 'join' || a.do === 'meet')).to.deep.equal([]);
        expect(actions.flatMap(a => (a.do === 'send' && a.letter.audience === 'requester' ? [a] : []))).to.deep.equal(
          [],
        );
      }),
      RUNS,
    );
  });

  it('are exactly who an answer goes to, minus ours, the staff, and who bounced or refused', () => {
    const person = fc.record({ address: fc.constantFrom(...PEOPLE, ...OURS, ...STAFF), silent: fc.boolean() });
    fc.assert(
      fc.property(fc.uniqueArray(person, { selector: one => one.address.toLowerCase(), maxLength: 7 }), people => {
        const participants = people.map(({ address, silent }, n): Person => {
          const lower = address.toLowerCase();
          const staff = [...situation().staff.values()].find(one => one.addresses.includes(lower));
          const addresses = [lower];
          return { id: staff?.id ?? 50 + n, name: '', addresses, ...(silent ? { silent: addresses } : {}) };
        });
        const shared: Ticket = { ...ticket, participants };
        const content = { template: 'answer', words: 'hello' as PublicText, signedBy: 'Bob' } as const;
        const letters = toCorrespondents(shared, content, situation());
        const wanted = [ann, ...participants].filter(
          one => mailAddress(one) !== undefined && !house(one.addresses[0]!),
        );
        expect(letters.map(letter => letter.to.id)).to.deep.equal(wanted.map(one => one.id));
        expect(new Set(letters.map(letter => letter.messageId)).size).to.equal(letters.length);
        expect(new Set(letters.map(letter => letter.token)).size).to.equal(letters.length);
        for (const letter of letters)
          if (letter.ticket !== null)
            expect(letter.alongside?.map(one => one.id)).to.deep.equal(
              wanted.filter(one => one.id !== letter.to.id).map(one => one.id),
            );
      }),
      RUNS,
    );
  });

  it('get the answer at the next address when the first one bounced', () => {
    const moved: Person = { ...ann, silent: ['ann@example.org'] };
    expect(mailAddress(moved)).to.equal('ann.author@home.example');
    expect(policy.copies).to.equal('join');
  });
});
