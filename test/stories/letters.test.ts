/** What requesters get by mail, read from the bytes in the outbox, on every database. */
import { expect } from 'chai';
import { type OpenDesk, openDesk } from '../../src/open-desk.ts';
import { type ReadableLetter, readLetter } from '../../src/outbox/read-letter.ts';
import { describeOnEveryDatabase } from '../databases.ts';
import { MONDAY } from '../scene.ts';
import { smallConfig } from '../small-desk.ts';
import { PEOPLE, PEOPLE_ALONE, QUEUE } from './program.ts';

const ENGLISH =
  'Hello, our printer prints all pages in blue, and we do not know what to do about it. Could you help us?';
const GERMAN = 'Guten Tag, unser Drucker druckt alle Seiten blau, und wir wissen nicht, was wir noch tun sollen.';
const RUSSIAN = 'Здравствуйте! Наш принтер печатает все страницы синим, и мы не знаем, что с этим делать.';

describeOnEveryDatabase('letters to a requester', open => {
  let desk: OpenDesk;
  let now = MONDAY;
  let n = 0;

  const openWith = async (toml: string) => {
    now = MONDAY;
    desk = await openDesk(smallConfig(toml), { database: await open(), clock: () => now });
  };
  const openDeskWith = (letters: string) =>
    openWith(`${PEOPLE_ALONE}${QUEUE}\n[letters]\nundo_window = "off"\n${letters}\n`);
  afterEach(() => desk.close());

  async function mail(text: string, headers = '', from = 'Ann <ann@example.org>'): Promise<number> {
    now += 60_000;
    const head = `Message-ID: <m${++n}@example.org>\r\nFrom: ${from}\r\nTo: support@desk.example\r\nSubject: paper ${n}\r\n`;
    const bytes = Buffer.from(`${head}Content-Type: text/plain; charset=utf-8\r\n${headers}\r\n${text}\r\n`);
    const filed = await desk.receive({ route: 'inject', bytes, envelope: { to: [] } });
    return filed.ticket ?? 0;
  }
  async function order(command: Parameters<OpenDesk['operate']>[0], login = 'bob'): Promise<string> {
    now += 60_000;
    const done = await desk.operate(command, login);
    return 'refused' in done ? `refused: ${done.refused}` : done.because.join('; ');
  }
  async function lettersOf(ticket: number, address?: string): Promise<(ReadableLetter & { template: string })[]> {
    const rows = (await desk.letters({ ticket, limit: 100 })).filter(
      row => row.audience === 'requester' && (address === undefined || row.to === address),
    );
    const read = rows.map(async row => ({
      ...readLetter((await desk.letterBytes(row.id))!),
      template: row.template,
      id: row.id,
    }));
    return (await Promise.all(read)).sort((a, b) => a.id - b.id);
  }
  const last = async (ticket: number) => (await lettersOf(ticket)).at(-1)!;
  const templates = async (ticket: number) => (await lettersOf(ticket)).map(letter => letter.template);

  describe('who has wishes', () => {
    it('are confirmed or not, as they said, and the reason is kept', async () => {
      await openDeskWith('');
      await mail(ENGLISH);
      await desk.editRequester({ address: 'ann@example.org' }, { confirmation: false }, 'bob');
      const second = await mail('Another matter.');
      expect(await templates(1)).to.deep.equal(['confirmation']);
      expect(await templates(second)).to.deep.equal([]);
      expect((await desk.why(second))[0]!.because.join()).to.contain('no confirmation: the requester wants none');
      await desk.editRequester({ address: 'ann@example.org' }, { confirmation: true }, 'bob');
      expect(await templates(await mail('A third matter.'))).to.deep.equal(['confirmation']);
    });

    it('are not answered by mail; the answer is kept, the operator told, and verify finds nothing wrong', async () => {
      await openDeskWith('');
      await mail(ENGLISH);
      await desk.editRequester({ address: 'ann@example.org' }, { answers: false }, 'bob');
      const because = await order({ do: 'reply', ticket: 1, text: 'Take the other cable.', close: false });
      expect(because).to.contain('ann@example.org wants no answers by mail: it is kept in the ticket');
      expect(await templates(1)).to.deep.equal(['confirmation']);
      const view = (await desk.show(1))!;
      expect(view.timeline.map(({ kind, text }) => [kind, text.trim()])).to.deep.include([
        'answer',
        'Take the other cable.',
      ]);
      expect((await desk.verify({ deep: true })).flatMap(({ broken }) => broken)).to.deep.equal([]);
    });

    it('hear no answer though others who take part do', async () => {
      await openDeskWith('');
      await mail(ENGLISH);
      await order({ do: 'join', ticket: 1, person: { name: 'Ben', address: 'ben@example.org' } });
      await desk.editRequester({ address: 'ann@example.org' }, { answers: false }, 'bob');
      await order({ do: 'reply', ticket: 1, text: 'Take the other cable.', close: false });
      expect((await lettersOf(1, 'ann@example.org')).map(letter => letter.template)).to.deep.equal(['confirmation']);
      const [toBen] = await lettersOf(1, 'ben@example.org');
      expect(toBen?.field('Cc')).to.equal('');
      expect(toBen?.text).to.contain('Take the other cable.');
    });
  });

  describe('are written in', () => {
    it('the language of the request, in confirmation and answer', async () => {
      await openDeskWith('');
      const german = await mail(GERMAN);
      const russian = await mail(RUSSIAN, '', 'Анна <anna@example.org>');
      const unsure = await mail('paper', '', 'cy@example.org');
      expect((await last(german)).text).to.contain('Ihre Anfrage ist gut');
      expect((await last(russian)).field('Subject')).to.contain('Мы получили Ваше обращение');
      expect((await last(unsure)).text).to.contain('Thank you for writing');
      await order({ do: 'reply', ticket: german, text: 'Done.', close: true });
      expect((await last(german)).text).to.contain('Wir haben Ihre Anfrage');
    });

    it('the language they wish, whatever they write in', async () => {
      await openDeskWith('');
      await mail(GERMAN);
      await desk.editRequester({ address: 'ann@example.org' }, { language: 'nl' }, 'bob');
      await order({ do: 'reply', ticket: 1, text: 'Klaar.', close: true });
      expect((await last(1)).text).to.contain('We hebben uw vraag 1 afgesloten');
      expect((await last(1)).html).to.contain('<html lang="nl">');
      await desk.editRequester({ address: 'ann@example.org' }, { language: null }, 'bob');
      await order({ do: 'reply', ticket: 1, text: 'Fertig.', close: false });
      expect((await last(1)).text).to.contain('Antworten Sie einfach');
    });

    it('the language of the queue when neither tells, and to operators in theirs', async () => {
      await openWith(
        `${PEOPLE.replace('name = "Eve"', 'name = "Eve"\nlanguage = "ru"')}${QUEUE}language = "nl"\n[policy]\nconfirm = true\n`,
      );
      await mail('paper');
      expect((await last(1)).text).to.contain('Bedankt voor uw bericht');
      const notices = (await desk.letters({ ticket: 1, limit: 10 })).filter(row => row.audience === 'staff');
      const subjects = await Promise.all(
        notices.map(async row => `${row.to} ${readLetter((await desk.letterBytes(row.id))!).field('Subject')}`),
      );
      expect(subjects.sort().map(line => line.split(' [#')[0])).to.deep.equal([
        'bob@staff.example New: paper 1'.replace('1', String(n)),
        `eve@staff.example Новая заявка: paper ${n}`,
      ]);
    });
  });

  it('of a participant are news from the participant, whoever asked', async () => {
    await openDeskWith('');
    await mail(ENGLISH);
    await order({ do: 'join', ticket: 1, person: { name: 'Ben', address: 'ben@example.org' } });
    await order({ do: 'reply', ticket: 1, text: 'Did you try another cable?', close: false });
    const answer = (await lettersOf(1, 'ben@example.org'))[0]!.field('Message-ID');
    await mail('We did.', `In-Reply-To: ${answer}\r\n`, 'Ben <ben@example.org>');
    const notice = (await desk.letters({ ticket: 1, limit: 20 })).find(row => row.template === 'new-message')!;
    const { text } = readLetter((await desk.letterBytes(notice.id))!);
    expect(text)
      .to.match(/^From: {5}Ben <ben@example\.org>$/m)
      .and.not.to.contain('ann@example.org');
  });

  describe('quote', () => {
    const ask = async () => {
      await mail('It is blue.');
      await order({ do: 'note', ticket: 1, text: 'He is a CANARY.' });
      await order({ do: 'reply', ticket: 1, text: 'Did you try another cable?', close: false });
      await mail('I did.', `In-Reply-To: <m${n}@example.org>\r\n`);
      await order({ do: 'reply', ticket: 1, text: 'Then we come.', close: false });
      return (await last(1)).text.split('\n').filter(line => line.startsWith('> '));
    };

    it('nothing, when the policy says none', async () => {
      await openDeskWith('quote = "none"');
      expect(await ask()).to.deep.equal([]);
    });

    it('the last message of the requester', async () => {
      await openDeskWith('quote = "last"');
      expect(await ask()).to.deep.equal(['> I did.']);
      expect((await last(1)).text).to.match(/^On 23 November 2026 at \d\d:\d\d, Ann wrote:\n> I did\.$/m);
    });

    it('all public messages and never a note, newest first, in every form of the letter', async () => {
      await openDeskWith('quote = "all"');
      expect(await ask()).to.deep.equal(['> I did.', '> Did you try another cable?', '> It is blue.']);
      const { text, html } = await last(1);
      expect(text).to.contain('Bob wrote:');
      for (const part of [text, html]) expect(part).not.to.contain('CANARY').and.not.to.contain('staff.example');
    });

    it('no word that was moved here from somebody else’s ticket', async () => {
      await openDeskWith('quote = "all"');
      await mail('It is blue.');
      await mail('SECRET of Cy.', '', 'Cy <cy@example.com>');
      await mail('SECRET once more.', `In-Reply-To: <m${n}@example.org>\r\n`, 'Cy <cy@example.com>');
      const message = (await desk.show(2))!.timeline[1]!.id;
      expect(await order({ do: 'move', ticket: 2, message, to: 1 })).to.match(/^bob moved message/);
      await order({ do: 'reply', ticket: 1, text: 'We come.', close: false });
      expect((await last(1)).text)
        .to.contain('> It is blue.')
        .and.not.to.contain('SECRET');
    });
  });

  describe('are signed', () => {
    it('with the operator’s signature and the queue’s, else with their names', async () => {
      const staff = PEOPLE.replace('name = "Bob"', 'name = "Bob"\nsignature = "Bob B., *second floor*"');
      await openWith(`${staff}${QUEUE}signature = "Example Support\\nhttps://desk.example/"\n`);
      await mail(ENGLISH);
      await order({ do: 'reply', ticket: 1, text: 'So.', close: false }, 'bob');
      expect((await last(1)).text).to.contain(
        '\n-- \nBob B., *second floor*\nExample Support\nhttps://desk.example/\n',
      );
      expect((await last(1)).html).to.contain(
        'Bob B., <em>second floor</em><br>\nExample Support<br>\n<a href="https://desk.example/">',
      );
      await order({ do: 'reply', ticket: 1, text: 'So.', close: false, force: true }, 'eve');
      expect((await last(1)).text).to.contain('\n-- \nEve\nExample Support\nhttps://desk.example/\n');
      expect((await lettersOf(1))[0]?.text).to.contain('\n-- \nExample Support\nhttps://desk.example/\n');
    });
  });

  describe('of what was done without a word', () => {
    it('are there when the policy says so, name nobody’s address, and are a machine’s', async () => {
      await openDeskWith('status = true\nowner = true');
      await mail(ENGLISH);
      await order({ do: 'take', ticket: 1 }, 'eve');
      expect((await last(1)).text).to.contain('From now on Eve takes care of your request 1.');
      await order({ do: 'change', ticket: 1, changes: { status: 'waiting' }, hidden: false });
      expect((await last(1)).text).to.contain('we need an answer from you');
      await order({ do: 'close', ticket: 1 });
      const closed = await last(1);
      expect(closed.text).to.contain('We have closed your request 1.');
      expect(await templates(1)).to.deep.equal(['confirmation', 'owner', 'status', 'status']);
      for (const letter of (await lettersOf(1)).slice(1)) {
        expect(letter.field('Auto-Submitted')).to.equal('auto-generated');
        expect(letter.text + letter.html).not.to.contain('staff.example');
        expect(letter.field('Subject')).to.match(/^Re: paper \d+ \[#/);
      }
    });

    it('are not there unless the policy says so', async () => {
      await openDeskWith('');
      await mail(ENGLISH);
      await order({ do: 'take', ticket: 1 });
      await order({ do: 'close', ticket: 1 });
      expect(await templates(1)).to.deep.equal(['confirmation']);
    });

    it('are never of what is hidden, nor of what comes with a note', async () => {
      await openDeskWith('status = true\nowner = true');
      await mail(ENGLISH);
      await order({ do: 'change', ticket: 1, changes: { status: 'waiting', owner: 'eve' }, hidden: true });
      await order({ do: 'note', ticket: 1, text: 'nobody knows', changes: { status: 'open', owner: 'bob' } });
      expect((await desk.show(1))!).to.include({ status: 'open', owner: 'bob' });
      expect(await templates(1)).to.deep.equal(['confirmation']);
    });

    it('go to nobody who wants no mail, and to nobody who was never written to: a machine may have asked', async () => {
      await openDeskWith('status = true');
      await mail('disk full', 'Auto-Submitted: auto-generated\r\n', 'monitor@example.org');
      expect(await order({ do: 'close', ticket: 1 })).to.contain('no letter of this ticket went there before');
      expect(await templates(1)).to.deep.equal([]);
      // nor does one that was taken back make it the second
      const answer = { do: 'reply', ticket: 1, text: 'Who are you?', close: false, sendAt: now + 3_600_000 } as const;
      expect(await order(answer)).to.contain('bob answered');
      expect(await order({ do: 'undo', ticket: 1 })).to.contain('bob took back');
      await order({ do: 'reopen', ticket: 1 });
      expect(await order({ do: 'close', ticket: 1 })).to.contain('no letter of this ticket went there before');
      await mail(ENGLISH);
      await desk.editRequester({ address: 'ann@example.org' }, { answers: false }, 'bob');
      expect(await order({ do: 'close', ticket: 2 })).to.contain('no answers by mail are wanted');
      expect(await templates(2)).to.deep.equal(['confirmation']);
    });
  });

  it('that ask say so, and the ticket waits', async () => {
    await openDeskWith('');
    await mail(ENGLISH);
    await order({ do: 'reply', ticket: 1, text: 'Which printer is it?', close: false, ask: true });
    expect((await last(1)).text.replace(/\s+/g, ' ')).to.contain(
      'We go on with your request 1 as soon as we have your answer: just reply to this mail.',
    );
    expect(await templates(1)).to.deep.equal(['confirmation', 'need-info']);
    expect((await desk.show(1))!.status).to.equal('waiting');
  });

  it('of one ticket hang together for every program: subject, In-Reply-To and References', async () => {
    await openDeskWith('status = true');
    await mail(ENGLISH);
    const asked = `m${n}@example.org`;
    await order({ do: 'reply', ticket: 1, text: 'One.', close: false });
    const first = (await last(1)).field('Message-ID').slice(1, -1);
    await mail('Two.', `In-Reply-To: <${first}>\r\nReferences: <${asked}> <${first}>\r\n`);
    const second = `m${n}@example.org`;
    await order({ do: 'reply', ticket: 1, text: 'Three.', close: true });
    const [confirmation, one, three] = await lettersOf(1);
    expect(confirmation?.field('In-Reply-To')).to.equal(`<${asked}>`);
    expect(one?.field('References')).to.equal(`<${asked}>`);
    expect(three?.field('In-Reply-To')).to.equal(`<${second}>`);
    expect(three?.field('References')).to.equal(`<${asked}> <${first}> <${second}>`);
    const bare = (letter?: ReadableLetter) => letter?.field('Subject').replace(/ \[#.*/, '');
    expect([bare(one), bare(three)])
      .to.deep.equal([bare(one), bare(one)])
      .and.to.match(/^Re: paper \d+,/);
  });

  describe('that confirm', () => {
    it('come once for a mail, however often it comes in, and once for a ticket, however often is written', async () => {
      await openDeskWith('');
      const bytes = Buffer.from(
        `Message-ID: <once@example.org>\r\nFrom: ann@example.org\r\nTo: support@desk.example\r\n\r\n${ENGLISH}\r\n`,
      );
      for (let time = 0; time < 3; time++) await desk.receive({ route: 'inject', bytes, envelope: { to: [] } });
      await mail('And one thing more.', 'In-Reply-To: <once@example.org>\r\n', 'ann@example.org');
      expect(await templates(1)).to.deep.equal(['confirmation']);
      expect((await desk.letters({ limit: 100 })).filter(row => row.template === 'confirmation')).to.have.length(1);
    });

    const machines: Record<string, [headers: string, from?: string]> = {
      'an automatic reply': ['Auto-Submitted: auto-replied\r\n'],
      'an absence notice of Exchange': ['X-Auto-Response-Suppress: All\r\nAuto-Submitted: auto-generated\r\n'],
      'a list': ['List-Id: <all.example.org>\r\nPrecedence: bulk\r\n'],
      'a bulk mail': ['Precedence: bulk\r\n'],
      'a delivery report': ['Content-Disposition: inline\r\n', 'MAILER-DAEMON@example.org'],
      'an address that takes no answers': ['', 'no-reply@example.org'],
      'the null sender': ['Return-Path: <>\r\n'],
      'the desk itself': ['', 'support@desk.example'],
    };
    for (const [machine, [headers, from]] of Object.entries(machines))
      it(`never go to ${machine}`, async () => {
        await openDeskWith('');
        await mail(ENGLISH, headers, from);
        const sent = (await desk.letters({ limit: 100 })).filter(row => row.audience === 'requester');
        expect(sent).to.deep.equal([]);
      });
  });
});
