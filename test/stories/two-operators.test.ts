/** E6 and E7 as two operators have them: real processes, one database, nobody answered twice. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { appears, atTerminal, hasTerminals } from '../cli/at-terminal.ts';
import { CONFIG, type Ended, mail, type TemporaryDesk, temporaryDesk } from '../cli/desk.ts';

const EVE = { env: { DESK_OPERATOR: 'eve' } };

describe('Two operators at once', function () {
  this.timeout(120_000);
  let here: TemporaryDesk;
  beforeEach(async () => {
    here = temporaryDesk(`${CONFIG}[[operator]]\nlogin = "carl"\nname = "Carl"\naddress = "carl@staff.example"\n`);
    await done(here.desk('inject', { input: mail('It beeps', 'My phone beeps.') }));
  });
  afterEach(() => here.remove());

  async function done(running: Promise<Ended>): Promise<string> {
    const { code, out, err } = await running;
    expect(code, err).to.equal(0);
    return out;
  }
  const answers = async () => {
    const letters = JSON.parse(await done(here.desk('outbox', 'list', '--json'))) as { template: string }[];
    return letters.filter(({ template }) => template === 'answer').length;
  };

  it('a colleague who looked is seen viewing, and not by herself', async () => {
    expect(await done(here.desk('show', '1', EVE))).to.not.include('viewing');
    expect(await done(here.desk('show', '1'))).to.match(/^now +eve is viewing since \d\d:\d\d$/m);
    expect(await done(here.desk('show', '1', EVE)))
      .to.match(/bob is viewing since/)
      .and.not.include('eve is');
  });

  it('an answer to what went on since it was read is refused with what is new, exit 4, and its words are kept', async () => {
    await done(here.desk('show', '1'));
    await done(here.desk('show', '1', EVE));
    await done(here.desk('reply', '1', '-m', 'Press the red button.', EVE));
    const refused = await here.desk('reply', '1', '-m', 'Press the green button.');
    expect(refused.code).to.equal(4);
    expect(refused.err).to.match(
      /ticket 1 went on since you read it\n {2}\d\d:\d\d eve answered: Press the red button\./,
    );
    expect(await answers()).to.equal(1);
    expect(await done(here.desk('drafts', 'show', '1'))).to.equal('Press the green button.\n');
    // the refusal itself is no reading: what stands in a loop of a script stays refused
    expect((await here.desk('reply', '1', '-m', 'Press the green button.')).code).to.equal(4);
    await done(here.desk('show', '1'));
    await done(here.desk('drafts', 'send', '1'));
    expect(await answers()).to.equal(2);
    expect(await done(here.desk('drafts'))).to.equal('');
  });

  it('a note, a status and a mail of others are news; one’s own doings are none; --force answers all the same', async () => {
    await done(here.desk('show', '1'));
    await done(here.desk('note', '1', '-m', 'Mine.'));
    await done(here.desk('reply', '1', '-m', 'One.'));
    await done(here.desk('note', '1', '-m', 'He called again.', EVE));
    const noted = await here.desk('reply', '1', '-m', 'Two.');
    expect([noted.code, noted.err]).to.deep.equal([4, noted.err]);
    expect(noted.err).to.include('eve noted: He called again.').and.not.include('Mine.');
    await done(here.desk('reply', '1', '--force', '-m', 'Two.'));
    await done(here.desk('show', '1'));
    await done(here.desk('close', '1', EVE));
    expect((await here.desk('reply', '1', '-m', 'Three.')).err).to.include('eve set it to closed');
    await done(here.desk('show', '1'));
    const [, token] = /Reply-To: <?support\+([^@]+)@/.exec(await done(here.desk('outbox', 'show', '1', '--raw'))) ?? [];
    const reply = mail('Re: It beeps', 'It still beeps.').replace('support@', `support+${token}@`);
    await done(here.desk('inject', { input: reply }));
    expect((await here.desk('reply', '1', '-m', 'Four.')).err).to.include('Ann wrote: It still beeps.');
  });

  it('of a ticket nobody showed them, they are only stopped by a colleague’s fresh answer', async () => {
    await done(here.desk('reply', '1', '-m', 'From a script.'));
    const second = await here.desk('reply', '1', '-m', 'From another.', EVE);
    expect(second.code).to.equal(4);
    expect(second.err).to.include('you have not looked at ticket 1').and.include('bob answered: From a script.');
  });

  it('what was undone since is no news', async () => {
    await done(here.desk('show', '1'));
    await done(here.desk('reply', '1', '--in', '1h', '-m', 'Too soon.', EVE));
    await done(here.desk('undo', '1', EVE));
    await done(here.desk('reply', '1', '-m', 'Now.'));
  });

  it('with both editors open, the first to send answers and the other keeps the draft', async function () {
    if (!hasTerminals) this.skip();
    const editor = (who: string) => `
      printf 'Answer of ${who}.\\n' | cat - "$1" > "$1.new" && cat "$1.new" > "$1" && rm "$1.new"
      touch "$TEST_FOLDER/open-${who}"
      while ! [ -e "$TEST_FOLDER/go" ]; do sleep 0.05; done`;
    const bob = atTerminal(here, ['reply', '1'], { as: 'bob', editor: editor('bob') });
    await appears(here, 'open-bob');
    const seen = await done(here.desk('show', '1', EVE));
    expect(seen).to.match(/^now +bob is answering since \d\d:\d\d$/m);
    const eve = atTerminal(here, ['reply', '1'], { as: 'eve', editor: editor('eve') });
    await appears(here, 'open-eve');
    const script = await here.desk('reply', '1', '-m', 'x', { env: { DESK_OPERATOR: 'carl' } });
    expect(script.code).to.equal(4);
    expect(script.err).to.include('is answering since');
    writeFileSync(join(here.folder, 'go'), '');
    const ends = await Promise.all([bob.ended, eve.ended]);
    expect(ends.toSorted(), bob.shown() + eve.shown()).to.deep.equal([0, 4]);
    expect(await answers()).to.equal(1);
    const loser = ends[0] === 4 ? 'bob' : 'eve';
    const draft = await done(here.desk('drafts', 'show', '1', { env: { DESK_OPERATOR: loser } }));
    expect(draft).to.equal(`Answer of ${loser}.\n`);
    const winner = loser === 'bob' ? 'eve' : 'bob';
    expect(await done(here.desk('drafts', { env: { DESK_OPERATOR: winner } }))).to.equal('');
    expect(await done(here.desk('show', '1'))).to.not.include('answering');
  });
});
