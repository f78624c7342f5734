import { expect } from 'chai';
import { checkToken, makeToken } from '../../src/mail/reply-token.ts';
import { listKeys, retireKey, rotateKey, tokenKeys, turnKeys } from '../../src/store/keys.ts';
import { describeOnEveryDatabase } from '../databases.ts';
import { MONDAY } from '../scene.ts';

const DAY = 86_400_000;
const NEVER = { rotateAfter: 0, retireAfter: 0 };

describeOnEveryDatabase('keys of reply tokens', open => {
  const signing = async (database: Awaited<ReturnType<typeof open>>) =>
    (await tokenKeys(database)).find(k => !k.retired)!;

  it('turn over: the newest signs, the older ones are believed, a retired one is known by name', async () => {
    const database = await open();
    await rotateKey(database, 'desk', 'the first', MONDAY);
    const old = makeToken({ ticket: 7, person: 11 }, await signing(database));
    expect(await rotateKey(database, 'bob', 'it leaked', MONDAY)).to.equal('b');
    expect((await signing(database)).id).to.equal('b');
    expect(checkToken(old, await tokenKeys(database))?.verdict).to.equal('valid');
    expect(await retireKey(database, 'a', 'bob', 'it leaked', MONDAY + 1)).to.equal(true);
    expect(checkToken(old, await tokenKeys(database))?.verdict).to.equal('retired-key');
    expect((await listKeys(database)).map(({ id, signs, retiredAt }) => [id, signs, retiredAt])).to.deep.equal([
      ['a', false, MONDAY + 1],
      ['b', true, null],
    ]);
  });

  it('always leave one that signs: the last is not retired, nor one twice, nor one that is not there', async () => {
    const database = await open();
    await rotateKey(database, 'desk', 'the first', MONDAY);
    for (const id of ['a', 'x', '']) expect(await retireKey(database, id, 'bob', 'why', MONDAY)).to.equal(false);
    expect(await listKeys(database)).to.have.length(1);
  });

  it('turn over by the clock, and not before their time', async () => {
    const database = await open();
    const policy = { rotateAfter: 365 * DAY, retireAfter: 730 * DAY };
    await rotateKey(database, 'desk', 'the first', MONDAY);
    expect(await turnKeys(database, policy, MONDAY + 365 * DAY)).to.equal(0);
    expect(await turnKeys(database, NEVER, MONDAY + 9_999 * DAY)).to.equal(0);
    expect(await turnKeys(database, policy, MONDAY + 366 * DAY)).to.equal(1);
    expect(await turnKeys(database, policy, MONDAY + 731 * DAY)).to.equal(1);
    expect((await listKeys(database)).map(({ id, signs, retiredAt }) => [id, signs, retiredAt !== null])).to.deep.equal(
      [
        ['a', false, true],
        ['b', true, false],
      ],
    );
    const said = await database.all(`select who, action from journal order by id`);
    expect(said).to.deep.equal([
      ['desk', 'rotateKey'],
      ['desk', 'rotateKey'],
      ['desk', 'retireKey'],
    ]);
  });

  it('take the name of the longest retired when all 36 names are used', async () => {
    const database = await open();
    for (let n = 0; n < 36; n++) await rotateKey(database, 'desk', 'again', MONDAY + n);
    const names = (await listKeys(database)).map(({ id }) => id);
    expect(new Set(names).size).to.equal(36);
    const full = await rotateKey(database, 'desk', 'again', MONDAY + 36).catch(error => (error as Error).message);
    expect(full).to.include('retire one of them first');
    await retireKey(database, 'c', 'bob', 'old', MONDAY + 40);
    expect(await rotateKey(database, 'desk', 'again', MONDAY + 41)).to.equal('c');
    expect((await signing(database)).id).to.equal('c');
  });

  it('do not sign a revoked serial: it is told from a forged token', async () => {
    const database = await open();
    await rotateKey(database, 'desk', 'the first', MONDAY);
    const keys = await tokenKeys(database);
    const [before, after] = [0, 1].map(serial => makeToken({ ticket: 7, person: 11, serial }, keys[0]!));
    const verdict = (token: string, serials: [number, number][]) => checkToken(token, keys, new Map(serials))?.verdict;
    expect(verdict(before!, [[7, 1]])).to.equal('revoked');
    expect(verdict(after!, [[7, 1]])).to.equal('valid');
    expect(verdict(after!, [[7, 2]])).to.equal('revoked');
    expect(verdict(after!, [])).to.equal('forged');
    expect(verdict(before!, [[8, 1]])).to.equal('valid');
  });
});
