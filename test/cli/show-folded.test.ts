/** E4: a ticket that grew long is read from its last words, and everything else is one option away. */
import { expect } from 'chai';
import { mail, type TemporaryDesk, temporaryDesk, type Wishes } from './desk.ts';

const NOTES = 30;
const LINES = Array.from({ length: 100 }, (_, i) => `line ${i + 1}`);

describe('A long ticket in the terminal', function () {
  this.timeout(120_000);
  let here: TemporaryDesk;

  before(async () => {
    here = temporaryDesk();
    await done('inject', { input: mail('It beeps', LINES.join('\n')) });
    const notes = `for n in $(seq ${NOTES}); do $DESK note 1 -m "note $n." || exit 1; done`;
    await done(notes, { shell: true });
  });
  after(() => here.remove());

  async function done(...args: readonly (string | Wishes)[]): Promise<string> {
    const { code, out, err } = await here.desk(...args);
    expect(code, err).to.equal(0);
    return out;
  }
  const notesIn = (text: string) => [...text.matchAll(/note (\d+)\.$/gm)].map(([, n]) => Number(n));

  it('shows the first request and the last five messages, and says what is earlier', async () => {
    const text = await done('show', '1');
    expect(text.indexOf('== first request')).to.be.below(text.indexOf('25 earlier messages'));
    expect(text).to.include('\n-- 25 earlier messages: desk show 1 --more shows 20 of them, --all all\n');
    expect(notesIn(text)).to.deep.equal([26, 27, 28, 29, 30]);
  });

  it('shows 20 more with --more, as many as asked for with --last, and all with --all', async () => {
    const more = await done('show', '1', '--more');
    expect(notesIn(more)).to.have.length(25);
    expect(more).to.include('\n-- 5 earlier messages: desk show 1 --all shows them\n');
    expect(notesIn(await done('show', '1', '--last', '2'))).to.deep.equal([29, 30]);
    expect(await done('show', '1', '--last', '29')).to.include('1 earlier message: desk show 1 --all shows it\n');
    const all = await done('show', '1', '--all');
    expect(notesIn(all)).to.have.length(NOTES);
    expect(all).to.not.include('earlier message');
  });

  it('shows the beginning of a long text, and the whole by its number', async () => {
    const text = await done('show', '1');
    expect(text).to.include('\n  line 40\n').and.not.include('line 41');
    const [, id] = /\[6\d more lines; desk show 1 --message (\d+) shows the whole\]/.exec(text)!;
    expect(await done('show', '1', '--message', id!))
      .to.include('\n  line 100\n')
      .and.not.include('more lines');
    expect(await done('show', '1', '--all')).to.include('\n  line 100\n');
  });

  it('leaves nothing out of what programs read', async () => {
    const { timeline } = JSON.parse(await done('show', '1', '--json')) as { timeline: { text: string }[] };
    expect(timeline).to.have.length(NOTES + 1);
    expect(timeline[0]!.text).to.include('line 100');
  });
});
