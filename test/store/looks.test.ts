/** Presence, what was read, what is new since, and answers taken back, on every database. */
import { expect } from 'chai';
import type { Command } from '../../src/desk/command.ts';
import { openDesk } from '../../src/open-desk.ts';
import { ANSWERING, VIEWING } from '../../src/store/looks.ts';
import { JUST_NOW } from '../../src/store/standing.ts';
import { describeOnEveryDatabase } from '../databases.ts';
import { MONDAY } from '../scene.ts';
import { done, smallConfig } from '../small-desk.ts';
import { PEOPLE_ALONE, QUEUE } from '../stories/program.ts';

const MINUTE = 60_000;

describeOnEveryDatabase('looks', open => {
  async function begin() {
    let now = MONDAY;
    const database = await open();
    const desk = await openDesk(smallConfig(`${PEOPLE_ALONE}${QUEUE}`), { database, clock: () => now });
    const text = 'From: ann@example.org\r\nTo: support@desk.example\r\nSubject: beeps\r\n\r\nIt beeps.\r\n';
    await desk.receive({ route: 'inject', bytes: Buffer.from(text), envelope: { to: [] } });
    const line = async () => (await desk.show(1))!.line;
    const order = (command: Command, login: string) => done(desk.operate(command, login));
    const pass = (ms: number) => {
      now += ms;
    };
    const present = async () =>
      (await desk.show(1))!.present.map(({ login, doing, since }) => [login, doing, since - MONDAY]);
    return { database, desk, line, order, pass, present };
  }

  it('end by themselves; since is when it began, however often it is said; answering outweighs viewing', async () => {
    const { desk, pass, present } = await begin();
    const look = (doing: 'viewing' | 'answering' | 'done') => desk.look({ ticket: 1, login: 'eve', line: 0, doing });
    await look('viewing');
    pass(MINUTE);
    await look('viewing');
    pass(VIEWING - 1);
    expect(await present()).to.deep.equal([['eve', 'viewing', 0]]);
    await look('answering');
    await desk.look({ ticket: 1, login: 'bob', line: 0, doing: 'viewing' });
    const began = MINUTE + VIEWING - 1;
    expect(await present()).to.deep.equal([
      ['eve', 'answering', began],
      ['bob', 'viewing', began],
    ]);
    pass(ANSWERING - 1);
    expect(await present()).to.deep.equal([['eve', 'answering', began]]);
    await look('answering');
    pass(ANSWERING);
    expect(await present()).to.deep.equal([]);
    await look('answering');
    await look('done');
    expect(await present()).to.deep.equal([]);
    await desk.close();
  });

  it('keep the last line that was read, and what others did behind it is new', async () => {
    const { desk, line, order, pass } = await begin();
    await desk.look({ ticket: 1, login: 'eve', line: await line(), doing: 'viewing' });
    expect(await desk.standing(1, 'eve')).to.deep.equal({ read: true, news: [], answering: [] });
    pass(MINUTE);
    await order({ do: 'note', ticket: 1, text: 'mine' }, 'eve');
    await order({ do: 'note', ticket: 1, text: 'his' }, 'bob');
    await order({ do: 'take', ticket: 1 }, 'bob');
    const { news } = await desk.standing(1, 'eve');
    expect(news).to.deep.equal([
      { at: MONDAY + MINUTE, who: 'bob', did: 'noted', words: 'his' },
      { at: MONDAY + MINUTE, who: 'bob', did: 'set status', words: 'open' },
    ]);
    // an older look of hers takes nothing back
    await desk.look({ ticket: 1, login: 'eve', line: await line(), doing: 'viewing' });
    await desk.look({ ticket: 1, login: 'eve', line: 1, doing: 'viewing' });
    expect((await desk.standing(1, 'eve')).news).to.deep.equal([]);
    await desk.close();
  });

  it('of somebody who never looked: only what colleagues answered within the last minutes', async () => {
    const { desk, order, pass } = await begin();
    await order({ do: 'note', ticket: 1, text: 'a note' }, 'bob');
    expect(await desk.standing(1, 'eve')).to.deep.equal({ read: false, news: [], answering: [] });
    await order({ do: 'reply', ticket: 1, text: 'an answer', close: false }, 'bob');
    const stale = await desk.operate({ do: 'reply', ticket: 1, text: 'another', close: false }, 'eve');
    expect(stale).to.have.nested.property('stale.news[0].words', 'an answer');
    pass(JUST_NOW + 1);
    expect(await desk.operate({ do: 'reply', ticket: 1, text: 'another', close: false }, 'eve')).to.not.have.property(
      'refused',
    );
    await desk.close();
  });

  it('two answers at the same moment to what both have read: one is sent', async () => {
    const { desk, line, database } = await begin();
    for (const login of ['bob', 'eve']) await desk.look({ ticket: 1, login, line: await line(), doing: 'answering' });
    const outcomes = await Promise.all(
      ['bob', 'eve'].map(login => desk.operate({ do: 'reply', ticket: 1, text: `of ${login}`, close: false }, login)),
    );
    expect(outcomes.filter(one => 'refused' in one && one.stale !== undefined)).to.have.length(1);
    expect(await database.all(`select count(*) from messages where kind = 'answer'`)).to.deep.equal([[1]]);
    await desk.close();
  });

  it('an answer is taken back while its letter waits; the letter is never claimed, and once claimed it stays', async () => {
    const { desk, order, pass, database } = await begin();
    const before = await desk.show(1);
    await order({ do: 'reply', ticket: 1, text: 'too soon', close: true }, 'bob');
    const [first] = await desk.outbox.claim(10).then(all => all.filter(one => one.envelopeTo === 'ann@example.org'));
    expect(first?.bytes.toString()).to.not.include('too soon');
    const undone = await order({ do: 'undo', ticket: 1 }, 'eve');
    expect(undone.takenBack).to.be.a('number');
    const after = await desk.show(1);
    const apart = { timeline: [], line: 0, changedAt: 0, messages: 0 };
    expect({ ...after, ...apart }).to.deep.equal({ ...before, ...apart });
    pass(MINUTE);
    expect(await desk.outbox.claim(10)).to.deep.equal([]);
    await order({ do: 'reply', ticket: 1, text: 'now', close: false, force: true }, 'bob');
    pass(MINUTE);
    expect((await desk.outbox.claim(10)).map(one => one.envelopeTo)).to.deep.equal(['ann@example.org']);
    const late = await desk.operate({ do: 'undo', ticket: 1 }, 'bob');
    expect(late)
      .to.have.property('refused')
      .that.matches(/^a letter has left/);
    expect((await desk.verify({ deep: false })).flatMap(({ broken }) => broken)).to.deep.equal([]);
    // the last wall: the database itself
    const take = `update messages set taken_back_at = 1 where kind = `;
    for (const kind of [`'note'`, `'request'`, `'answer' and text = 'now'`]) {
      if (kind === `'note'`) await order({ do: 'note', ticket: 1, text: 'n' }, 'bob');
      let said = '';
      await database.transaction(() => database.execute(take + kind)).catch(error => (said = String(error)));
      expect(said, kind).to.match(/taken back/);
    }
    await desk.close();
  });
});
