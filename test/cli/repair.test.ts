/** merge, split, move, link, unlink and undo as an operator types them. */
import { expect } from 'chai';
import { type Ended, mail, type TemporaryDesk, temporaryDesk } from './desk.ts';

describe('Repairing from the terminal', () => {
  let here: TemporaryDesk;
  const desk = async (...args: string[]): Promise<string> => {
    const { code, out, err }: Ended = await here.desk(...args);
    expect(code, err).to.equal(0);
    return out;
  };
  const refused = async (...args: string[]): Promise<string> => {
    const { code, err } = await here.desk(...args);
    expect(code).to.equal(1);
    return err;
  };
  beforeEach(async () => {
    here = temporaryDesk();
    const carl = mail('Toner', 'Mine is out of toner.').replace('Ann <ann@', 'Carl <carl@');
    const mails = [mail('It beeps', 'My phone beeps.'), mail('Beeping', 'It still beeps.'), carl];
    for (const [i, text] of mails.entries()) here.file(`mails/${i}.eml`, text);
    await desk('inject', 'mails');
  });
  afterEach(() => here.remove());

  it('merges two tickets, shows where the one went, answers in the other, and undoes it', async () => {
    expect(await desk('merge', '1', '2')).to.equal('#1: bob merged 1 into 2\n');
    expect(await desk('show', '1')).to.match(/^#1 It beeps\nstatus +merged into #2\n/);
    expect(await desk('list', '--all', '-q')).to.equal('2\n3\n');
    expect(await desk('show', '2'))
      .to.include('My phone beeps.')
      .and.include('It still beeps.');
    expect(await desk('note', '1', '-m', 'Both the same phone.'))
      .to.include('#2: ')
      .and.include('1 was merged into 2');
    expect(await desk('why', '2')).to.match(/took in #1$/m);
    expect(await desk('undo', '1')).to.equal('#1: bob undid what bob did; it was: bob merged 1 into 2\n');
    expect(await desk('list', '-q')).to.match(/^[12]\n[12]\n3\n/);
    expect(await desk('show', '2'))
      .to.include('Both the same phone.')
      .and.not.include('My phone beeps.');
    const answer = await desk('reply', '1', '-m', 'Press the red button.');
    expect(answer).to.match(/^#1: bob answered/);
    expect(await desk('undo', '1')).to.include('bob took back what bob wrote; nothing of it had left');
  });

  it('undo names a note that was written last, and goes on before it when told so', async () => {
    await desk('set', '1', '--status', 'open');
    await desk('note', '1', '-m', 'Asked the supplier.');
    const { timeline } = JSON.parse(await desk('show', '1', '--json')) as { timeline: { id: number }[] };
    const note = timeline.at(-1)!.id;
    expect(await refused('undo', '1')).to.equal(
      `the last thing was your note ${note}, which stays; desk undo 1 --before-note takes back "bob set status: open"\n`,
    );
    expect(JSON.parse(await desk('show', '1', '--json')).status).to.equal('open');
    expect(await desk('undo', '1', '--before-note')).to.include('bob undid what bob did');
    expect(JSON.parse(await desk('show', '1', '--json')).status).to.equal('new');
    expect(await desk('show', '1')).to.include('Asked the supplier.');
    await desk('note', '1', '-m', 'He called.', '--status', 'waiting');
    expect(await desk('undo', '1')).to.include('stays');
    expect(JSON.parse(await desk('show', '1', '--json')).status).to.equal('new');
    expect(await desk('show', '1')).to.include('He called.');
    await desk('verify');
  });

  it('says before it brings two people together what that means', async () => {
    expect(await refused('merge', '1', '3')).to.match(/of ann@example\.org, 3 of carl@example\.org\n.*--together/);
    expect(await desk('merge', '1', '3', '--together')).to.include('ann@example.org hears the answers in 3');
    expect(await refused('merge', '1', '2')).to.equal('ticket 1 was merged into 3 already\n');
  });

  it('splits, moves and links, and each can be undone', async () => {
    await desk('merge', '1', '2');
    const timeline = JSON.parse(await desk('show', '2', '--json')).timeline as { id: number }[];
    const [first, second] = timeline.map(({ id }) => String(id)) as [string, string];
    const made = JSON.parse(await desk('split', '2', second, '--subject', 'The other phone', '--json'));
    expect(made).to.deep.include({ ticket: 4, letters: 0 });
    expect(await desk('show', '4')).to.match(/^#4 The other phone\n[\s\S]*related +#2/);
    expect(await refused('move', '2', first, '4')).to.include('desk merge 2 4');
    expect(await refused('split', '2', first)).to.include(`message ${first} is all that ticket 2 asks`);
    await desk('undo', '4');
    expect(await desk('show', '4')).to.include('merged into #2');
    expect(await desk('move', '2', second, '3')).to.equal(`#2: bob moved message ${second}, a request, from 2 to 3\n`);
    expect(await desk('show', '3')).to.include('Ann <ann@example.org>');
    await desk('link', '2', '#3');
    expect(await desk('show', '3')).to.match(/related +#2/);
    expect(await refused('link', '3', '2')).to.include('linked already');
    await desk('unlink', '3', '2');
    expect(await desk('show', '3')).not.to.include('related');
    for (const expected of ['took away the link', 'linked 2 with 3', 'moved message', 'merged 1 into 2'])
      expect(await desk('undo', '2')).to.include(expected);
    expect(await refused('undo', '2')).to.equal('there is nothing to undo in ticket 2\n');
    await desk('verify');
    expect(await desk('outbox', 'list', '--json').then(text => JSON.parse(text).length)).to.equal(9);
  });
});
