import { expect } from 'chai';
import { age, instant, instantAndAge, size } from '../../src/cli/amounts.ts';

const MONDAY = Date.UTC(2026, 10, 23, 13, 5);
const HOUR = 3_600_000;

describe('Ages, instants and sizes', () => {
  it('shows an age in its largest whole unit', () => {
    const ages = [30_000, 90_000, 3 * HOUR, 49 * HOUR, 15 * 24 * HOUR, 800 * 24 * HOUR];
    expect(ages.map(past => age(MONDAY - past, MONDAY))).to.deep.equal(['now', '1 min', '3 h', '2 d', '2 w', '2 y']);
  });

  it('calls a time in the future now', () => {
    expect(age(MONDAY + HOUR, MONDAY)).to.equal('now');
  });

  it('names the zone of every instant', () => {
    expect(instant(MONDAY, 'UTC')).to.equal('2026-11-23 13:05 UTC');
    expect(instant(MONDAY, 'Europe/Amsterdam')).to.match(/^2026-11-23 14:05 (CET|GMT\+1)$/);
    expect(instantAndAge(MONDAY - 3 * HOUR, MONDAY, 'UTC')).to.equal('2026-11-23 10:05 UTC (3 h ago)');
    expect(instantAndAge(MONDAY, MONDAY, 'UTC')).to.equal('2026-11-23 13:05 UTC (just now)');
  });

  it('shows sizes with two digits at most', () => {
    expect([812, 14_200, 3_200_000, 52_000_000].map(size)).to.deep.equal(['812 B', '14 kB', '3.2 MB', '52 MB']);
  });
});
