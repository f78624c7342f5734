import { expect } from 'chai';
import { supervise } from '../../src/daemon/supervise.ts';
import { eventually } from '../stories/program.ts';

describe('supervision', function () {
  this.timeout(10_000);

  it('starts a loop again after its failure, and leaves the other loops alone', async () => {
    const stop = new AbortController();
    const events: string[] = [];
    let starts = 0;
    let steps = 0;
    const failing = supervise(
      'failing',
      async () => {
        starts++;
        throw new Error('broken pipe');
      },
      stop.signal,
      (event, fields) => events.push(`${event} ${fields?.loop} ${fields?.why}`),
    );
    const steady = supervise(
      'steady',
      async signal => {
        while (!signal.aborted) {
          steps++;
          await new Promise(next => setTimeout(next, 5));
        }
      },
      stop.signal,
      event => events.push(event),
    );
    await eventually('a second start', () => starts === 2);
    stop.abort();
    await Promise.all([failing, steady]);
    expect(events[0]).to.equal('loop-failed failing broken pipe');
    expect(events.every(event => event.startsWith('loop-failed failing'))).to.equal(true);
    expect(steps).to.be.greaterThan(10);
  });

  it('says the cause of a failed query, never its parameters', async () => {
    const stop = new AbortController();
    const said: unknown[] = [];
    const error = new Error('Failed query: insert … params: the secret words of a note', {
      cause: new Error('disk full'),
    });
    const loop = () => {
      stop.abort();
      return Promise.reject(error);
    };
    await supervise('store', loop, stop.signal, (_, fields) => said.push(fields?.why));
    expect(said).to.deep.equal(['disk full']);
  });
});
