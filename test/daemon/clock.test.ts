import { expect } from 'chai';
import { startClock } from '../../src/daemon/clock.ts';
import { eventually } from '../stories/program.ts';

const EVERY_SECOND = '* * * * * *';

describe('the clock', function () {
  this.timeout(15_000);

  it('lets time pass again and again, says what it changed, and goes on after a failure', async () => {
    const said: string[] = [];
    const results: (number | Error)[] = [0, 2, new Error('locked')];
    let passed = 0;
    const passTime = async () => {
      const result = results[passed++ % results.length]!;
      if (result instanceof Error) throw result;
      return result;
    };
    const stop = startClock(
      passTime,
      (event, fields) => said.push(`${event} ${fields?.changes ?? fields?.why}`),
      EVERY_SECOND,
    );
    await eventually('five runs', () => passed >= 5);
    await stop();
    expect(said.slice(0, 2)).to.deep.equal(['time-passed 2', 'clock-failed locked']);
  });

  it('never lets time pass twice at once, and waits for it when it stops', async () => {
    let running = 0;
    let most = 0;
    let finished = 0;
    const passTime = async () => {
      most = Math.max(most, ++running);
      await new Promise(done => setTimeout(done, 1500));
      running--;
      finished++;
      return 0;
    };
    const stop = startClock(passTime, () => {}, EVERY_SECOND);
    await eventually('a run', () => running === 1);
    await stop();
    expect([running, finished, most]).to.deep.equal([0, 1, 1]);
  });
});
