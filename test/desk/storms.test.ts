import { expect } from 'chai';
import { receive } from '../../src/desk/receive.ts';
import type { Recent } from '../../src/desk/situation.ts';
import { shapeOf } from '../../src/desk/storms.ts';
import type { Person } from '../../src/desk/ticket.ts';
import type { Mail, Trust } from '../../src/mail/mail.ts';
import { addressOf, ann, MONDAY, mailFrom, policy, situation, ticket } from '../scene.ts';

const QUIET: Recent = { toSenderInHour: 0, toSenderInDay: 0, automaticInHour: 0, subjects: [], noticesInHour: 0 };

const decide = (recent: Partial<Recent>, over: Partial<Mail> = {}, more: Partial<typeof policy> = {}) =>
  receive(
    mailFrom(addressOf(ann), over),
    situation({ sender: ann, recent: { ...QUIET, ...recent }, policy: { ...policy, ...more } }),
  );
const confirmations = ({ actions }: ReturnType<typeof receive>) =>
  actions.filter(action => action.do === 'send' && action.letter.template === 'confirmation').length;
const filed = ({ actions }: ReturnType<typeof receive>) => actions.find(action => action.do === 'fileMail')?.as;

describe('against storms', () => {
  it('a confirmation is not written beyond the limits, and the ticket is opened all the same', () => {
    const rows: readonly [Partial<Recent>, RegExp | undefined][] = [
      [{ toSenderInHour: 1 }, undefined],
      [{ toSenderInHour: 2 }, /2 automatic letters within an hour \(storms\.automatic_per_address\)/],
      [{ toSenderInDay: 10 }, /within a day \(storms\.automatic_per_day\)/],
      [{ automaticInHour: 200 }, /storms\.automatic_per_hour/],
    ];
    for (const [recent, why] of rows) {
      const decision = decide(recent);
      expect(confirmations(decision)).to.equal(why === undefined ? 1 : 0);
      expect(filed(decision)).to.equal('handled');
      if (why) expect(decision.because.join()).to.match(why);
    }
  });

  it('a mail whose sender may be forged is not confirmed, by policy none that is not proven', () => {
    const told = (verdict: Trust['verdict'], confirmSenders: typeof policy.confirmSenders) =>
      confirmations(decide({}, { trust: { verdict, because: 'dmarc' } }, { confirmSenders }));
    const table = (['all', 'not-forged', 'proven'] as const).map(choice =>
      (['pass', 'none', 'unknown', 'fail'] as const).map(verdict => told(verdict, choice)),
    );
    expect(table).to.deep.equal([
      [1, 1, 1, 1],
      [1, 1, 1, 0],
      [1, 0, 0, 0],
    ]);
  });

  it('the same subject again and again is held, numbers aside, and told to the staff once', () => {
    const subjects = [1, 2, 3, 4, 5].map(n => `Re: [B-${n}] We have received your request`);
    const mail = { subject: 'Re: [B-17] we have received  your request' };
    const sixth = decide({ subjects, toSenderInDay: 2 }, mail);
    expect(filed(sixth)).to.equal('held');
    expect(sixth.actions.map(action => action.do)).to.deep.equal(['send', 'send', 'fileMail']);
    const seventh = decide({ subjects: [...subjects, subjects[0]!], toSenderInDay: 2 }, mail);
    expect(seventh.actions.map(action => action.do)).to.deep.equal(['fileMail']);
    expect(filed(decide({ subjects: subjects.slice(1), toSenderInDay: 2 }, mail))).to.equal('handled');
    expect(filed(decide({ subjects, toSenderInDay: 2 }, { subject: 'Something else' }))).to.equal('handled');
    expect(filed(decide({ subjects }, mail)), 'we never answered').to.equal('handled');
    const old = { ...mail, date: MONDAY - 2 * 3_600_000 };
    expect(filed(decide({ subjects, toSenderInDay: 2 }, old)), 'a backlog').to.equal('handled');
    expect(
      filed(decide({ subjects, toSenderInDay: 2 }, mail, { storms: { ...policy.storms, sameMails: 0 } })),
    ).to.equal('handled');
  });

  it('the shape of a subject forgets what counts up and keeps the words', () => {
    expect(shapeOf('Ticket #4711 opened 2026-11-26 [#12]')).to.equal(shapeOf('ticket #1 opened  2025-01-01'));
    expect(shapeOf('Printer')).to.not.equal(shapeOf('Scanner'));
  });

  it('a flooded ticket keeps its messages and tells nobody for a while', () => {
    const claims = [{ carrier: 'recipient', where: 'To', verdict: 'valid', ticket: 7, person: ann.id } as const];
    const at = (noticesInHour: number) =>
      situation({
        sender: ann,
        claims,
        tickets: new Map([[7, ticket]]),
        people: new Map([[ann.id, ann]]),
        recent: { ...QUIET, noticesInHour },
      });
    const verbs = (notices: number) => receive(mailFrom(addressOf(ann)), at(notices)).actions.map(action => action.do);
    expect(verbs(19)).to.deep.equal(['addMessage', 'setStatus', 'send', 'fileMail']);
    expect(verbs(20)).to.deep.equal(['addMessage', 'setStatus', 'fileMail']);
  });

  it('who writes from an address that bounced gets letters there again; a forger changes nothing', () => {
    const gone: Person = { ...ann, silent: ['ann@example.org'], bounced: ['ann@example.org'] };
    const from = (verdict: Trust['verdict']) =>
      receive(mailFrom(addressOf(ann), { trust: { verdict, because: 'dmarc' } }), situation({ sender: gone })).actions;
    expect(from('none')[0]).to.deep.equal({ do: 'unsilence', address: 'ann@example.org' });
    expect(from('none').some(a => a.do === 'send' && a.letter.template === 'confirmation')).to.equal(true);
    expect(from('fail').some(a => a.do === 'unsilence')).to.equal(false);
    const refuses: Person = { ...ann, silent: ann.addresses };
    const kept = receive(mailFrom(addressOf(ann)), situation({ sender: refuses }));
    expect(kept.actions.some(a => a.do === 'unsilence')).to.equal(false);
    expect(confirmations(kept)).to.equal(0);
    expect(kept.because.join()).to.include('wants no letters');
  });
});
