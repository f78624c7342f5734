/** `desk search` as people have it. */
import { expect } from 'chai';
import { CONFIG, mail, type TemporaryDesk, temporaryDesk } from './desk.ts';

describe('desk search', function () {
  this.timeout(180_000);
  let here: TemporaryDesk;

  before(async () => {
    here = temporaryDesk(`${CONFIG.replace('login = "bob"', 'login = "bob"\nrole = "admin"')}
[[queue]]
name = "secret"
address = "secret@desk.example"
[[group]]
name = "front"
members = ["eve"]
queues = ["support"]
`);
    here.file('1.eml', mail('Toner is empty', 'The printer prints pale.\r\n\r\n> a quoted zebra'));
    here.file('2.eml', mail('No dial tone', 'Nothing \x1b[31mhere\x1b[0m.', 'Message-ID: <2@example.org>\r\n'));
    here.file(
      '3.eml',
      mail('Toner again', 'Hidden.', 'Message-ID: <3@example.org>\r\n').replace('support@', 'secret@'),
    );
    await here.desk('inject', '1.eml', '2.eml');
    await here.desk('inject', '--queue', 'secret', '3.eml');
    await here.desk('note', '2', '-m', 'Has to do with the toner.');
  });
  after(() => here.remove());

  it('shows the tickets, the best first, with what was found marked, and notes as notes', async () => {
    const { code, out } = await here.desk('search', 'toner', '-hidden');
    expect(code).to.equal(0);
    expect(out).to.match(/^#1 \*Toner\* is empty {2}new, nobody, Ann <ann@example.org>, now$/m);
    expect(out).to.match(/^ {4}request by Ann <ann@example.org>: The printer prints pale\.$/m);
    expect(out).to.match(/^ {4}note \(staff only\) by bob: Has to do with the \*toner\*\.$/m);
    expect(out.indexOf('#1 ')).to.be.below(out.indexOf('#2 '));
    expect(out).not.to.include('#3 ');
  });

  it('is a list, so that .1 is its first ticket', async () => {
    await here.desk('search', 'dial', 'tone');
    expect((await here.desk('show', '.1')).out).to.match(/^#2 No dial tone/);
  });

  it('gives numbers, CSV and JSON', async () => {
    expect((await here.desk('search', '-q', '"dial tone"')).out).to.equal('2\n');
    expect((await here.desk('search', '--csv', 'dial')).out.split('\n')[0]).to.match(/^number,status,queue,/);
    const [hit] = JSON.parse((await here.desk('search', '--json', 'in:note')).out);
    expect(hit).to.deep.include({ number: 2, hits: 1 });
    expect(hit.message).to.include({ kind: 'note', author: 'bob' });
  });

  it('says what is wrong with a search, and where', async () => {
    const { code, out, err } = await here.desk('search', 'toner', 'form:ann');
    expect([code, out]).to.deep.equal([2, '']);
    expect(err).to.equal(
      'desk search: there is no form:, did you mean from:? (in quotes they are words)\n  toner form:ann\n        ^\n',
    );
  });

  it('says that nothing was found, and does not fall over what looks like SQL', async () => {
    for (const typed of ['" OR 1=1 --', 'NEAR(', "'; drop table tickets; --", 'zebra']) {
      const { code, out, err } = await here.desk('search', '--', typed);
      expect([code, out]).to.deep.equal([0, ''], typed);
      expect(err, typed).to.match(/^nothing found/m);
    }
    expect((await here.desk('search', 'x\x1b[2J:y')).err).not.to.include('\x1b');
  });

  it('shows an operator what the queues of the groups hold, and nothing else', async () => {
    const as = (login: string) => here.desk('search', '-q', 'toner', { env: { DESK_OPERATOR: login } });
    expect((await as('bob')).out.split('\n').sort()).to.deep.equal(['', '1', '2', '3']);
    expect((await as('eve')).out.split('\n').sort()).to.deep.equal(['', '1', '2']);
    const steering = await here.desk('search', 'dial');
    expect(steering.out).not.to.include('\x1b');
  });
});
