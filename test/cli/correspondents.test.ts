/** Who may write to a ticket and who hears its answers, as an operator sees and changes it. */
import { expect } from 'chai';
import { type Ended, type TemporaryDesk, temporaryDesk } from './desk.ts';

const mail = (from: string, to: string, id: string, more = '') =>
  `From: ${from}\nTo: ${to}\nMessage-ID: <${id}@mail.example>\nSubject: paper\n${more}\nNo paper.\n`;

describe('The people of a ticket', () => {
  let here: TemporaryDesk;
  const done = async (running: Promise<Ended>): Promise<string> => {
    const { code, out, err } = await running;
    expect(code, err).to.equal(0);
    return out;
  };
  const replyTo = async (to: string): Promise<string> => {
    const letters = JSON.parse(await done(here.desk('outbox', 'list', '--json')));
    const letter = letters.findLast((one: { to: string }) => one.to === to);
    const text = await done(here.desk('outbox', 'show', String(letter.id), '--raw'));
    return /^Reply-To: (\S+)/m.exec(text)![1]!;
  };
  const timeline = async () => JSON.parse(await done(here.desk('show', '1', '--json'))).timeline;

  beforeEach(async () => {
    here = temporaryDesk();
    await done(here.desk('inject', { input: mail('Ann <ann@example.org>', 'support@desk.example', 'a1') }));
  });
  afterEach(() => here.remove());

  it('can be added and taken off; answers go to exactly them, and each sees the others in Cc', async () => {
    await done(here.desk('participant', 'add', '1', 'Carl <Carl@example.org>'));
    expect(await done(here.desk('participant', 'list', '1'))).to.equal(
      'Ann <ann@example.org>  requester\nCarl <carl@example.org>  participant\n',
    );
    expect(await done(here.desk('show', '1'))).to.match(/^with +Carl <carl@example\.org>$/m);
    const said = await done(here.desk('reply', '1', '-m', 'On its way.'));
    expect(said.match(/answer queued to \S+/g)).to.deep.equal([
      'answer queued to ann@example.org',
      'answer queued to carl@example.org',
    ]);
    const letters = JSON.parse(await done(here.desk('outbox', 'list', '--json')));
    const toCarl = letters.find((one: { to: string }) => one.to === 'carl@example.org');
    expect(await done(here.desk('outbox', 'show', String(toCarl.id), '--raw'))).to.match(
      /^Cc: Ann <ann@example\.org>\r?$/m,
    );
    await done(here.desk('participant', 'remove', '1', 'carl@example.org'));
    expect(await done(here.desk('reply', '1', '-m', 'It is there.'))).to.not.include('carl@example.org');
  });

  it('are no operators, no addresses of the desk, and nobody twice', async () => {
    const refused = async (address: string) => {
      const { code, err } = await here.desk('participant', 'add', '1', address);
      expect(code).to.equal(1);
      return err;
    };
    expect(await refused('bob@staff.example')).to.include('is an operator');
    expect(await refused('support+x@desk.example')).to.include('an address of this desk');
    expect(await refused('ann@example.org')).to.include('is the requester');
    expect((await here.desk('participant', 'remove', '1', 'nobody@example.org')).code).to.equal(1);
    expect((await here.desk('participant', 'add', '1', 'not an address')).code).to.equal(2);
    expect((await here.desk('participant', 'list', '9')).code).to.equal(1);
  });

  it('are held when they write from another address, until an operator says who that is', async () => {
    const address = await replyTo('ann@example.org');
    const home = mail('ann@home.example', address, 'h1');
    expect(await done(here.desk('inject', { input: home }))).to.match(/held, ticket #1: .*is not ann@example\.org/);
    expect(await timeline()).to.have.length(1);
    const both = await here.desk('held', 'approve', '2', '--join', '--same-person');
    expect(both.code).to.equal(2);
    expect(await done(here.desk('held', 'approve', '2', '--same-person'))).to.include('the same person');
    expect(await timeline()).to.have.length(2);
    await done(here.desk('inject', { input: mail('ann@home.example', address, 'h2') }));
    expect(await timeline()).to.have.length(3);
    expect(await done(here.desk('reply', '1', '-m', 'Good.'))).to.include('queued to ann@example.org');
  });

  it('may be let into a ticket the mail does not name', async () => {
    await done(here.desk('inject', { input: mail('ann@example.org, x@example.org', 'support@desk.example', 'two') }));
    const without = await here.desk('held', 'approve', '2');
    expect(without.err).to.include('--ticket names one');
    const missing = await here.desk('held', 'approve', '2', '--ticket', '8');
    expect(missing.err).to.include('there is no ticket 8');
    expect(await done(here.desk('held', 'approve', '2', '--ticket', '1'))).to.include('handled, ticket #1');
  });

  it('lose their old reply tokens when these are revoked, and get new ones with the next letter', async () => {
    const old = await replyTo('ann@example.org');
    await done(here.desk('revoke', '1'));
    const late = mail('ann@example.org', old, 'r1');
    expect(await done(here.desk('inject', { input: late }))).to.match(/ticket #2: .*revoked: not believed/);
    await done(here.desk('reply', '1', '-m', 'New token.'));
    const fresh = mail('ann@example.org', await replyTo('ann@example.org'), 'r2');
    expect(await done(here.desk('inject', { input: fresh }))).to.include('handled, ticket #1');
  });

  it('have tokens whose keys can be turned over', async () => {
    const old = await replyTo('ann@example.org');
    expect(await done(here.desk('keys', 'rotate'))).to.include('key b signs from now on');
    expect(await done(here.desk('inject', { input: mail('ann@example.org', old, 'k1') }))).to.include('ticket #1');
    expect((await here.desk('keys', 'retire', 'b')).err).to.include('the one that signs stays');
    await done(here.desk('keys', 'retire', 'a'));
    expect(await done(here.desk('keys'))).to.match(/^a .*retired.*\nb .*signs$/m);
    expect(await done(here.desk('inject', { input: mail('ann@example.org', old, 'k2') }))).to.include('retired key');
    expect(JSON.stringify(JSON.parse(await done(here.desk('keys', '--json'))))).to.not.include('secret');
  });
});
