/**
 * The mail channel under attack. A stranger does what was done to other desks; he reads nothing and causes nothing, and
 * an operator sees that he tried. The numbers are those of the threats. One desk for all, with a conversation for each.
 */
import { expect } from 'chai';
import type { Decision } from '../../src/desk/decision.ts';
import { openSqlite } from '../../src/store/open-sqlite.ts';
import { freshFile } from '../databases.ts';
import { done } from '../small-desk.ts';
import {
  ANN,
  bytesOf,
  MALLORY,
  type Move,
  RECEIVED,
  type Robbed,
  robbedDesk,
  type Secrets,
  SUPPORT,
  TRUSTED,
  tokenOf,
} from './robbed-desk.ts';

const BOB = 'Bob <bob@staff.example>';
const CARL = 'Carl <carl@partner.example>';
const ID = '<chosen@evil.example>';

describe('a stranger', () => {
  let shared: Robbed;
  let here: Robbed;
  let secrets: Secrets;

  const openOne = async (extra = '') =>
    robbedDesk(await openSqlite({ file: freshFile(), synchronous: 'normal' }), extra);
  /** For what would be in the way of the other tests. */
  async function beginAnew(extra = '') {
    here = await openOne(extra);
    secrets = await here.conversation();
  }
  before(async () => {
    shared = await openOne();
  });
  beforeEach(async () => {
    here = shared;
    secrets = await here.conversation();
  });
  afterEach(async () => {
    if (here !== shared) await here.close();
  });
  after(() => shared.close());

  /** Makes the move and holds that ann's ticket, and what she is sent, stays as it was. */
  async function inVain(move: Move) {
    const before = await here.state(secrets.ticket);
    const receipt = await here.send(move);
    expect(await here.state(secrets.ticket)).to.deep.equal(before);
    await here.strangersRead(secrets);
    return receipt;
  }
  async function isHeld(move: Move, why: RegExp) {
    const before = (await here.lettersTo('')).length;
    const receipt = await inVain(move);
    expect(receipt).to.include({ end: 'held', ticket: secrets.ticket });
    expect(await here.lettersTo(''), 'a held mail is answered by nobody').to.have.length(before);
    const row = (await here.desk.mail(receipt.mail))!;
    expect(row.end).to.equal('held');
    expect(row.because.join('; ')).to.match(why);
    return receipt;
  }
  async function isApart(move: Move, why: RegExp) {
    const receipt = await inVain(move);
    expect(receipt.end).to.equal('handled');
    expect(receipt.ticket).to.be.greaterThan(secrets.ticket);
    expect(receipt.because.join('; ')).to.match(why);
    return receipt;
  }
  const shown = async (ticket: number) => (await here.desk.show(ticket))!;
  const last = async (ticket = secrets.ticket) => (await shown(ticket)).timeline.at(-1)!;
  const reply = (text: string, ticket = secrets.ticket) =>
    done(here.desk.operate({ do: 'reply', ticket, text, close: false }, 'bob'));
  const release = (mail: number, how: Parameters<Robbed['desk']['release']>[1]) => here.desk.release(mail, how, 'bob');
  const approve = (mail: number, as: 'guest' | 'participant' | 'same-person') => release(mail, { how: 'approve', as });
  const stolen = (over: Partial<Move> = {}): Move => ({ from: MALLORY, to: secrets.ann, ...over });
  const asksHimself = () => here.send({ from: MALLORY, subject: 'mine', text: 'mine' });
  const tokenFor = async (who: string, ticket: number) => {
    const letter = (await here.lettersTo(who)).find(one => one.ticket === ticket)!;
    return /^Reply-To: .*?<?(support\+[^\s<>]+)>?\r$/m.exec(await here.bytes(letter.id))![1]!;
  };

  it('1: cannot have a service’s mail sent into a ticket and read it there', async () => {
    const { ticket } = await asksHimself();
    const his = await tokenFor('mallory@', ticket!);
    const before = await here.state(ticket!);
    for (const header of [[], ['Auto-Submitted: auto-generated'], ['Precedence: bulk']]) {
      const code: Move = {
        from: 'Slack <no-reply@slack.example>',
        to: his,
        text: 'canarycode 123',
        trust: 'pass',
        header,
      };
      const receipt = await here.send(code);
      expect(receipt).to.include({ end: 'held', ticket });
      expect(receipt.because.join()).to.match(/sender no-reply@slack\.example is not mallory@evil\.example/);
    }
    expect(await here.state(ticket!)).to.deep.equal(before);
    await here.strangersRead({ ...secrets, canaries: [...secrets.canaries, 'canarycode'] });
    expect(await here.lettersTo('slack.example')).to.deep.equal([]);
  });

  it('1: cannot give the service a place on his ticket by a copy to it', async () => {
    const { ticket } = await here.send({
      from: MALLORY,
      trust: 'pass',
      header: ['Cc: no-reply@slack.example, Pal <pal@evil.example>'],
    });
    const { participants, timeline } = await shown(ticket!);
    expect(participants.map(({ address }) => address)).to.deep.equal(['pal@evil.example']);
    expect(timeline[0]!.remarks.join()).to.match(/not made participants: no-reply@slack\.example/);
    const code = { from: 'no-reply@slack.example', to: await tokenFor('mallory@', ticket!), trust: 'pass' } as const;
    expect(await here.send(code)).to.include({ end: 'held', ticket });
  });

  it('2: is not added by a Cc on a follow-up in the requester’s name', async () => {
    for (const trust of ['none', 'fail', undefined] as const) {
      const header = ['Cc: mallory@evil.example, Other <other@evil.example>'];
      await here.send({ from: ANN, to: secrets.ann, header, ...(trust ? { trust } : {}) });
      expect((await last()).remarks.join()).to.match(
        /not made participants: mallory@evil\.example, other@evil\.example/,
      );
      if (trust === 'fail') expect((await last()).remarks.join()).to.match(/sender may be forged/);
    }
    await here.send({ from: ANN, to: `${secrets.ann}, mallory@evil.example`, trust: 'none' });
    expect((await shown(secrets.ticket)).participants).to.deep.equal([]);
    await reply('canarysecond answer');
    expect(await here.strangersRead(secrets)).to.equal(0);
  });

  it('3: cannot make a token for another ticket, or person, out of one he has', async () => {
    const { ticket } = await asksHimself();
    const his = await tokenFor('mallory@', ticket!);
    const [, person] = tokenOf(his).split('-');
    const token = tokenOf(secrets.ann);
    for (const to of [
      his.replace(/\+\d+-/, `+${secrets.ticket}-`),
      secrets.ann.replace(/-\d+-/, `-${person}-`),
      secrets.ann.replace(token, token.toUpperCase()),
      secrets.ann.replace(/.(?=@)/, letter => (letter === 'a' ? 'b' : 'a')),
    ])
      await isApart({ from: MALLORY, to }, new RegExp(`names ticket ${secrets.ticket} by an invalid reply token`));
    await isApart(
      { from: MALLORY, id: ID, header: [`In-Reply-To: <${tokenOf(his).replace(/^\d+/, '1')}.x-1@desk.example>`] },
      /invalid reply token/,
    );
  });

  it('4: gains nothing from a token that was revoked, or whose key is retired', async () => {
    await beginAnew();
    const old = secrets.ann;
    await done(here.desk.operate({ do: 'revoke', ticket: secrets.ticket }, 'bob'));
    await isApart(stolen(), /reply token that was revoked: not believed/);
    await isApart({ from: ANN, to: old, trust: 'none' }, /reply token that was revoked/);
    await reply('a new letter');
    const fresh = (await here.lettersTo('ann@example.org')).sort((a, b) => b.id - a.id)[0]!;
    const renewed = /^Reply-To: (\S+)\r$/m.exec(await here.bytes(fresh.id))![1]!;
    expect(renewed).to.not.equal(old);
    secrets = { ...secrets, canaries: [...secrets.canaries, tokenOf(renewed)] };
    await isHeld(stolen({ to: renewed }), /mallory@evil\.example is not ann@example\.org/);

    await here.desk.rotateKey('bob');
    await isHeld(stolen({ to: renewed }), /is not ann@example\.org/);
    expect(await here.desk.retireKey('a', 'bob')).to.equal(true);
    await isApart(stolen({ to: renewed }), /reply token of a retired key: not believed/);
    await isApart(stolen({ to: SUPPORT, subject: `Re: [#${tokenOf(renewed)}]` }), /retired key/);
    await isApart({ from: ANN, to: renewed, trust: 'none' }, /retired key/);
  });

  it('5: does not get into a ticket by its number', async () => {
    const n = secrets.ticket;
    for (const trust of ['pass', 'none', undefined] as const)
      await isHeld({ from: MALLORY, subject: `Re: [#${n}] paper`, ...(trust ? { trust } : {}) }, /by its number/);
    await isApart({ from: MALLORY, subject: `Re: [T-${n}]` }, /it continues no ticket/);
    await isApart({ from: MALLORY, subject: `Ticket #${n}` }, /it continues no ticket/);
    await isHeld({ from: ANN, subject: `[#${n}]`, trust: 'none' }, /anybody can type a number/);
    await isHeld({ from: ANN, subject: `[#${n}]`, trust: 'fail' }, /anybody can type a number/);
  });

  it('6: does not get into a ticket by a Message-ID he knows', async () => {
    for (const id of [secrets.first, secrets.second])
      for (const field of ['In-Reply-To', 'References'])
        for (const trust of ['pass', 'none'] as const) {
          const receipt = await isApart(
            { from: MALLORY, header: [`${field}: ${id}`], trust },
            /is not ann@example\.org/,
          );
          expect((await shown(receipt.ticket!)).related).to.deep.equal([secrets.ticket]);
        }
    for (const id of [secrets.answer, secrets.notice, secrets.noteNotice])
      await isHeld({ from: MALLORY, header: [`In-Reply-To: ${id}`], trust: 'pass' }, /is not |not bob/);
    await isHeld({ from: ANN, header: [`In-Reply-To: ${secrets.first}`], trust: 'fail' }, /sender may be forged/);
  });

  it('7: gains nothing by the order of References', async () => {
    const own = await asksHimself();
    const his = (await here.lettersTo('mallory@'))[0]!.messageId;
    const ours = secrets.answer;
    const orders = [
      [`References: <${his}> ${ours}`],
      [`References: ${ours}`, `In-Reply-To: ${secrets.first}`],
      [`References: <${his}>`, `In-Reply-To: ${ours}`],
    ];
    for (const header of orders) await isHeld({ from: MALLORY, header, trust: 'pass' }, /names ticket/);
    const last = await inVain({ from: MALLORY, header: [`References: ${ours} <${his}>`], trust: 'pass' });
    expect(last).to.include({ end: 'handled', ticket: own.ticket });
    const to = await tokenFor('mallory@', own.ticket!);
    const torn = await inVain({ from: MALLORY, to, header: [`In-Reply-To: ${ours}`], trust: 'pass' });
    expect(torn).to.include({ end: 'held', ticket: own.ticket });
    expect(torn.because.join()).to.match(/In-Reply-To names ticket \d+, .* names ticket \d+/);
  });

  it('8: is no operator because From says so', async () => {
    for (const trust of ['none', 'fail', undefined] as const) {
      const known = { ...(trust ? { trust } : {}), from: BOB, text: 'Send your password to x.example' };
      await isApart(
        { ...known, header: [`In-Reply-To: ${secrets.first}`] },
        /bob@staff\.example is not ann@example\.org/,
      );
      await isHeld(
        { ...known, to: secrets.bob },
        /not proven \((?:none|fail|unknown): .*neither mailed out nor appended/,
      );
      await isHeld({ ...known, header: [`In-Reply-To: ${secrets.notice}`] }, /not proven/);
      await isHeld({ ...known, to: secrets.ann }, /bob@staff\.example is not ann@example\.org/);
    }
    // the proof of another domain is none
    const top = ['Authentication-Results: mx.desk.example; dmarc=pass header.from=evil.example', RECEIVED];
    await isHeld({ from: BOB, to: secrets.bob, top }, /not proven/);
    const real = await here.send({
      from: BOB,
      to: secrets.bob,
      text: 'Truly bob',
      trust: 'pass',
      header: [`In-Reply-To: ${secrets.notice}`],
    });
    expect(real).to.include({ end: 'handled', ticket: secrets.ticket });
    expect(await last()).to.include({ kind: 'answer', author: 'bob' });
  });

  it('9: gains nothing from an operator’s token', async () => {
    for (const from of [MALLORY, ANN, 'Eve <eve@staff.example>'])
      for (const header of [[], [`In-Reply-To: ${secrets.notice}`]])
        await isHeld({ from, to: secrets.bob, trust: 'pass', header }, /is not bob; so it is neither mailed out/);
    for (const from of [BOB, MALLORY]) {
      const auto = await inVain({ from, to: secrets.bob, trust: 'pass', header: ['Auto-Submitted: auto-replied'] });
      expect(auto).to.include({ end: 'ignored' });
      expect(auto.because.join()).to.match(/answers a notice to bob.*Auto-Submitted/);
    }
  });

  it('9: does not become an operator by being taken for the same person', async () => {
    const { mail } = await isHeld({ from: MALLORY, to: secrets.bob, trust: 'pass', text: 'I am bob' }, /is not bob/);
    expect(await approve(mail, 'same-person'))
      .to.have.property('refused')
      .that.matches(/bob is an operator/);
    await isHeld({ from: MALLORY, to: secrets.bob, trust: 'pass' }, /is not bob/);
  });

  it('10: an operator who left is one', async () => {
    await beginAnew();
    const gone = (text: string) => text.replace('address = "bob@staff.example"', '$&\nactive = false');
    for (const toml of [gone(TRUSTED), TRUSTED.replace(/\[\[operator\]\]\nlogin = "bob"[^[]+/, '')]) {
      await here.reopen(toml);
      const about = { from: BOB, to: secrets.bob, trust: 'pass' } as const;
      await isHeld(
        { ...about, header: [`In-Reply-To: ${secrets.notice}`] },
        /bob.* is not (?:an active operator|a participant)/,
      );
      const before = await here.state(secrets.ticket);
      expect(await here.desk.operate({ do: 'note', ticket: secrets.ticket, text: 'x' }, 'bob')).to.have.property(
        'refused',
      );
      expect(await here.state(secrets.ticket)).to.deep.equal(before);
      const forward = [
        '---------- Forwarded message ---------',
        'From: Zoe <zoe@customer.example>',
        'Subject: help',
        '',
        'help me',
      ];
      const { ticket } = await here.send({
        from: BOB,
        subject: 'Fwd: help',
        text: forward.join('\r\n'),
        trust: 'pass',
      });
      expect((await shown(ticket!)).requester.address).to.equal('bob@staff.example');
    }
  });

  it('11: does not turn answers to himself by Reply-To', async () => {
    for (const trust of ['pass', 'none', 'fail'] as const) {
      await here.send({ from: ANN, to: secrets.ann, header: ['Reply-To: mallory@evil.example'], trust });
      expect((await last()).remarks.join()).to.match(/asks for answers at mallory@evil\.example \(Reply-To\)/);
    }
    const first = await here.send({ from: ANN, header: ['Reply-To: mallory@evil.example'] });
    await reply('to whom?');
    await reply('to whom?', first.ticket!);
    expect(await here.lettersTo('evil.example')).to.deep.equal([]);
    const answered = await here.desk.letters({ ticket: first.ticket!, limit: 9 });
    expect(answered.filter(one => one.audience === 'requester').map(({ to }) => to)).to.deep.equal([
      'ann@example.org',
      'ann@example.org',
    ]);
  });

  it('12: is held with more than one sender, however they are written', async () => {
    const two = ['From: ann@example.org', 'From: mallory@evil.example'];
    const top = ['Authentication-Results: mx.desk.example; dmarc=pass header.from=example.org', RECEIVED];
    const heads: [string, string[]][] = [
      [ANN, [two[1]!]],
      [MALLORY, [two[0]!]],
      ['ann@example.org, mallory@evil.example', []],
      ['ann@example.org\r\n ,mallory@evil.example', []],
      ['both: ann@example.org, mallory@evil.example;', []],
      ['', []],
      ['nobody at all', []],
    ];
    for (const [from, header] of heads) await isHeld({ from, to: secrets.ann, header, top }, /an operator has to look/);
    // one of the lines names nobody
    for (const other of ['From:', 'From: undisclosed:;', 'From: ?'])
      for (const to of [secrets.ann, secrets.bob]) {
        await isHeld({ from: ANN, to, header: [other], top }, /2 From|an operator has to look/);
        const turned = [...top, other];
        await isHeld({ from: ANN, to, top: turned }, /2 From|an operator has to look/);
      }
  });

  it('13: is shown by his address, whatever his name says', async () => {
    for (const name of ['ann@example.org', 'ann@example.org mallory@evil.example', 'Ann (ann＠example.org)']) {
      const { ticket } = await here.send({ from: `"${name}" <mallory@evil.example>` });
      const { requester, timeline } = await shown(ticket!);
      expect(requester.address).to.equal('mallory@evil.example');
      expect(timeline[0]!.author).to.match(/<mallory@evil\.example>$/);
      expect(timeline[0]!.remarks.join()).to.match(/name looks like another address/, name);
    }
    const own = await here.send({ from: '"mallory@evil.example" <mallory@evil.example>' });
    expect((await last(own.ticket!)).remarks).to.deep.equal([]);
  });

  it('14: is not proven by results he wrote himself', async () => {
    const ours = 'Authentication-Results: mx.desk.example; dmarc=pass header.from=staff.example';
    const foreign = 'Authentication-Results: mx.evil.example; dmarc=pass header.from=staff.example';
    const there = 'Received: from x by mx.evil.example; Mon, 23 Nov 2026 08:00:00 +0000';
    const tops = [
      [RECEIVED, there, ours],
      [foreign, RECEIVED],
      [foreign, ours, RECEIVED],
      [RECEIVED, foreign, ours],
      ['Authentication-Results: mx.desk.example; dmarc=fail header.from=staff.example', ours, RECEIVED],
      ['Authentication-Results: mx.desk.example; spf=none', RECEIVED, ours],
      [ours.replace('mx.desk.example', 'mx.desk.example.evil.example'), RECEIVED],
      [ours.replace('mx.desk.example', '"mx.desk.example x"'), RECEIVED],
      [ours.replace('dmarc=pass', 'dmarc=fail (dmarc=pass)'), RECEIVED],
      [ours.replace('Authentication-Results', 'X-Authentication-Results'), RECEIVED],
      [ours.replace('Authentication-Results', 'ARC-Authentication-Results: i=1'), RECEIVED],
    ];
    for (const top of tops) await isHeld({ from: BOB, to: secrets.bob, top, text: 'pay x' }, /not proven/);
    for (const top of tops.map(lines => lines.map(line => line.replace('staff.example', 'example.org')))) {
      await isHeld({ from: ANN, subject: `[#${secrets.ticket}]`, top }, /anybody can type a number/);
      await here.send({ from: ANN, to: secrets.ann, top, header: ['Cc: mallory@evil.example'] });
      expect((await shown(secrets.ticket)).participants).to.deep.equal([]);
    }
  });

  it('15: steers nothing by header fields', async () => {
    const fields = [
      'Ticket: 1',
      'Hidden: no',
      'Status: closed',
      'Owner: root',
      'Queue: billing',
      'Loop: no',
      'Operator: bob',
    ]
      .flatMap(field => ['Postdesk', 'RT', 'OTRS', 'OTOBO', 'Zammad', 'FreeScout'].map(desk => `X-${desk}-${field}`))
      .concat(
        'RT-Ticket: 1',
        'X-OTRS-FollowUp-State: closed',
        'X-Zammad-Ticket-Customer: ann@example.org',
        'RT-Squelch-Replies-To: ann@example.org',
      );
    const moves: Move[] = [
      { from: MALLORY },
      { from: MALLORY, to: secrets.ann },
      { from: ANN, to: secrets.ann, trust: 'none' },
      { from: BOB, to: secrets.bob, trust: 'pass', header: [`In-Reply-To: ${secrets.notice}`] },
      { from: MALLORY, header: [`In-Reply-To: ${secrets.first}`] },
    ];
    const decide = async (move: Move) => {
      const envelope = { from: 'x@evil.example', to: [move.to ?? SUPPORT] };
      const bytes = bytesOf({ ...move, id: ID, text: 'the same words' });
      return withoutDice((await here.desk.foresee({ route: 'lmtp', bytes, envelope })).decision);
    };
    for (const move of moves)
      expect(await decide({ ...move, header: [...(move.header ?? []), ...fields] })).to.equal(await decide(move));
  });

  it('54: does not hide behind, or get in by, the Message-ID of another mail', async () => {
    for (const id of [secrets.first, secrets.second]) {
      const { ticket } = await isApart(
        { from: MALLORY, id, trust: 'pass' },
        /mail \d+ has the same Message-ID and other content/,
      );
      expect(
        (await here.desk.mails({ limit: 99 })).filter(({ messageId }) => `<${messageId}>` === id),
      ).to.have.length.above(1);
      await reply('the answer to mallory', ticket!);
    }
    // what ann says next goes to hers, not to the stranger's with the same id
    const next = await here.send({ from: ANN, header: [`In-Reply-To: ${secrets.second}`], text: 'canarysecond' });
    expect(next).to.include({ end: 'handled', ticket: secrets.ticket });
    const copied = await inVain({ from: MALLORY, id: secrets.answer });
    expect(copied).to.include({ end: 'ignored' });
    expect(await here.strangersRead(secrets)).to.equal(4);
  });

  it('55: is taken once without a Message-ID, or with a huge one', async () => {
    for (const id of ['', `<${'x'.repeat(50_000)}@evil.example>`, '<>', '<no at>']) {
      const move = { from: MALLORY, id, text: `of ${id.length}` };
      const first = await inVain(move);
      expect(first).to.include({ end: 'handled' });
      expect(await inVain(move)).to.include({ end: 'duplicate', ticket: first.ticket });
      expect(await inVain({ ...move, text: `another of ${id.length}` })).to.include({ end: 'handled' });
      await isHeld({ ...move, to: secrets.ann }, /is not ann@example\.org/);
    }
    const huge = (await here.desk.mails({ limit: 99 })).flatMap(({ messageId }) => messageId ?? []);
    expect(huge.every(id => id.length < 1000)).to.equal(true);
  });

  describe('56: by two routes', () => {
    for (const [several, tickets] of [
      ['one', ['support']],
      ['linked', ['support', 'billing']],
    ] as const)
      it(`is in once where several queues are ${several}, and is answered once`, async () => {
        await beginAnew(`[policy]\nseveral_queues = "${several}"\n`);
        const both = { from: MALLORY, to: `${SUPPORT}, billing@desk.example`, id: ID, text: 'both' };
        const first = await here.send(both, { route: 'imap:a/INBOX', envelope: [SUPPORT] });
        const relayed = { ...both, top: ['Delivered-To: billing@desk.example', RECEIVED] };
        const second = await here.send(relayed, { route: 'imap:b/INBOX', envelope: ['billing@desk.example'] });
        expect([first.end, second.end]).to.deep.equal(['handled', 'duplicate']);
        const his = (await here.desk.list({ requester: 'mallory@evil.example', limit: 9 })).reverse();
        expect(his.map(({ queue }) => queue)).to.have.members([...tickets]);
        expect((await here.desk.mail(first.mail))!.routes).to.deep.equal(['imap:a/INBOX', 'imap:b/INBOX']);
        expect(await here.lettersTo('mallory@')).to.have.length(1);
        if (his.length > 1) expect((await shown(his[0]!.number)).related).to.have.length(1);
        const stolenToo = { ...stolen(), to: `${secrets.ann}, billing@desk.example` };
        await isHeld(stolenToo, /is not ann@example\.org/);
      });

    it('never has the desk write to itself', async () => {
      await beginAnew('[[queue]]\nname = "team"\naddress = "team@desk.example"\nseparator = "-"\n');
      const ours = [SUPPORT, 'billing@desk.example', `Support <${secrets.ann}>`, 'team-x@desk.example'];
      for (const from of ours) {
        const { ticket, end } = await here.send({
          from,
          header: ['Cc: billing@desk.example, support+x@desk.example'],
          trust: 'pass',
        });
        expect(end).to.equal('handled');
        await here.desk.operate({ do: 'reply', ticket: ticket!, text: 'hello me', close: false }, 'bob');
      }
      await here.send({
        from: ANN,
        to: `${secrets.ann}, billing@desk.example`,
        header: ['Cc: support@desk.example'],
        trust: 'pass',
      });
      await reply('hello');
      expect(await here.lettersTo('desk.example')).to.deep.equal([]);
    });
  });

  describe('with a token in his hands', () => {
    const held = async (over: Partial<Move> = {}) => isHeld(stolen(over), /is not ann@example\.org/);

    it('is let in once by approve, and hears no answer', async () => {
      const { mail } = await held({ text: 'let me in', trust: 'pass', header: ['Cc: pal@evil.example'] });
      expect(await approve(mail, 'guest')).to.include({ end: 'handled', ticket: secrets.ticket });
      const ticket = await shown(secrets.ticket);
      expect(ticket.timeline.at(-1)).to.include({ kind: 'request', author: 'Mallory <mallory@evil.example>' });
      expect(ticket.participants, 'nor is whom he copies').to.deep.equal([]);
      expect(ticket.requester.address).to.equal('ann@example.org');
      expect(ticket.timeline.at(-1)!.remarks.join()).to.match(/not made participants: pal@evil\.example/);
      await reply('canarysecond again');
      expect(await here.strangersRead(secrets)).to.equal(0);
      await held({ text: 'and again' });
      expect(await approve(mail, 'participant')).to.have.property('refused');
    });

    it('hears what is answered from then on when he is joined, and is held again when he is removed', async () => {
      const { mail } = await held({ from: CARL });
      await approve(mail, 'participant');
      expect((await shown(secrets.ticket)).participants.map(({ address }) => address)).to.deep.equal([
        'carl@partner.example',
      ]);
      await reply('for both');
      const [letter, ...more] = await here.lettersTo('carl@');
      expect(more).to.deep.equal([]);
      const raw = await here.bytes(letter!.id);
      for (const canary of secrets.canaries.slice(0, 5).filter(word => !word.includes('subject')))
        expect(raw).to.not.include(canary);
      const his = /^Reply-To: (\S+)\r$/m.exec(raw)![1]!;
      expect(await here.send({ from: CARL, to: his })).to.include({ end: 'handled', ticket: secrets.ticket });

      await done(
        here.desk.operate(
          { do: 'leave', ticket: secrets.ticket, person: { name: '', address: 'carl@partner.example' } },
          'bob',
        ),
      );
      const before = (await here.lettersTo('carl@')).length;
      await isHeld(
        { from: CARL, to: his, trust: 'pass' },
        /carl@partner\.example is not a participant of ticket \d+ any more/,
      );
      await isHeld({ from: CARL, header: [`In-Reply-To: <${letter!.messageId}>`], trust: 'pass' }, /any more/);
      await isHeld({ from: MALLORY, to: his, trust: 'pass' }, /any more/);
      await reply('for ann alone');
      expect(await here.lettersTo('carl@')).to.have.length(before);
    });

    it('gives the requester one more address when an operator says so', async () => {
      const { mail } = await held({ from: 'ann@home.example' });
      await approve(mail, 'same-person');
      expect(await here.send({ from: 'ann@home.example', to: secrets.ann })).to.include({
        end: 'handled',
        ticket: secrets.ticket,
      });
      const { requester, participants } = await shown(secrets.ticket);
      expect([requester.address, participants]).to.deep.equal(['ann@example.org', []]);
      await reply('still to the first');
      expect(await here.lettersTo('home.example')).to.deep.equal([]);
    });

    it('has a ticket of his own after split, and no word of it; drop keeps what he wrote', async () => {
      const [first, second] = [await held({ text: 'one' }), await held({ text: 'two' })];
      const split = await done(release(first.mail, { how: 'split' }));
      expect(split.ticket).to.be.greaterThan(secrets.ticket);
      expect(await here.lettersTo('evil.example')).to.deep.equal([]);
      expect(await release(second.mail, { how: 'drop' })).to.include({ end: 'ignored' });
      expect(Buffer.from((await here.desk.original(second.mail))!).toString()).to.include('two');
      await reply('to mallory', split.ticket!);
      expect(await here.strangersRead(secrets)).to.equal(1);
    });
  });

  describe('what an operator writes by mail', () => {
    const forward = (comment: string) =>
      [
        comment,
        '',
        '---------- Forwarded message ---------',
        'From: Zoe <zoe@customer.example>',
        'Date: Mon, 23 Nov 2026 08:00:00 +0000',
        'Subject: It burns',
        `To: ${BOB}`,
        '',
        'It burns.',
      ].join('\r\n');
    const fwd = (trust: Move['trust']): Move => ({
      from: BOB,
      subject: 'Fwd: It burns',
      text: forward('canarycomment'),
      ...(trust ? { trust } : {}),
    });

    it('above a customer’s mail is a note, and the customer the requester', async () => {
      const { ticket } = await here.send(fwd('pass'));
      const { requester, timeline } = await shown(ticket!);
      expect(requester.address).to.equal('zoe@customer.example');
      expect(timeline.map(({ kind }) => kind)).to.deep.equal(['request', 'note']);
      expect(timeline[0]!.text).to.include('It burns').and.not.to.include('canarycomment');
      await reply('water', ticket!);
      const letters = await here.lettersTo('zoe@');
      expect(letters.map(({ template }) => template)).to.deep.equal(['answer']);
      expect(await here.bytes(letters[0]!.id)).to.not.include('canarycomment');
    });

    it('above a customer’s mail makes nobody the requester when it is not proven', async () => {
      const zoes = () => here.desk.list({ requester: 'zoe@customer.example', limit: 9 });
      const before = await zoes();
      for (const trust of ['none', 'fail', undefined] as const) {
        const { ticket } = await here.send(fwd(trust));
        const { requester, timeline } = await shown(ticket!);
        expect(requester.address).to.equal('bob@staff.example');
        expect(timeline[0]!.remarks.join()).to.match(/zoe@customer\.example, who is not the requester/);
      }
      expect(await here.lettersTo('zoe@')).to.deep.equal([]);
      expect(await zoes()).to.deep.equal(before);
    });

    it('in answer to a note stays with the staff', async () => {
      const quoted =
        'canaryown\r\n\r\nOn Mon, 23 Nov 2026 at 10:00, Example Support wrote:\r\n> Eve left a note\r\n> canarynote\r\n';
      const to = secrets.bob;
      for (const header of [
        [`In-Reply-To: ${secrets.noteNotice}`],
        [`References: ${secrets.answer} ${secrets.noteNotice}`],
        [],
      ]) {
        await here.send({ from: BOB, to, header, text: quoted, trust: 'pass' });
        expect(await last()).to.include({ kind: 'note', author: 'bob' });
      }
      await here.send({
        from: BOB,
        to,
        header: [`In-Reply-To: ${secrets.notice}`],
        text: 'the public word',
        trust: 'pass',
      });
      expect(await last()).to.include({ kind: 'answer' });
      for (const letter of await here.desk.letters({ limit: 200 }))
        if (letter.audience === 'requester')
          expect(await here.bytes(letter.id))
            .to.not.include('canaryown')
            .and.not.to.include('canarynote');
    });

    it('is no answer when it forwards a notice', async () => {
      const text = [
        'canaryown: look at him',
        '',
        '---------- Forwarded message ---------',
        'From: Example Support <support@desk.example>',
        'Subject: Reply: x',
        '',
        'New message on ticket 1',
      ].join('\r\n');
      for (const notice of [secrets.notice, secrets.noteNotice])
        await isHeld(
          { from: BOB, subject: 'Fwd: Reply: x', header: [`References: ${notice}`], text, trust: 'pass' },
          /forwards .*notice/,
        );
    });
  });
});

/** The nonce of a decision is random; all else of two decisions must be the same. */
function withoutDice(decision: Decision): string {
  return JSON.stringify(decision).replace(/\.[0-9a-f]{12}-/g, '.NONCE-');
}
