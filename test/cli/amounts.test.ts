import { expect } from 'chai';
import { age, aheadOrAgo, instant, instantAndAge, size } from '../../src/cli/amounts.ts';

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

  it('says how far away an instant is, either way', () => {
    const MINUTE = 60_000;
    const DAY = 24 * HOUR;
    const ahead = (left: number) => aheadOrAgo(MONDAY + left, MONDAY);
    expect([0, 20_000, 10 * MINUTE, 3 * HOUR, 3 * DAY, 30 * DAY, 800 * DAY].map(ahead)).to.deep.equal([
      'now',
      'now',
      'in 10 min',
      'in 3 h',
      'in 3 d',
      'in 4 w',
      'in 2 y',
    ]);
    // seen a moment after it was said
    expect([HOUR - 5000, 3 * HOUR - 5000, 3 * DAY - 5000, DAY - 1, 14 * DAY - 1].map(ahead)).to.deep.equal([
      'in 1 h',
      'in 3 h',
      'in 3 d',
      'in 1 d',
      'in 2 w',
    ]);
    expect([-30_000, -2.9 * HOUR, -2 * DAY].map(ahead)).to.deep.equal(['now', '2 h ago', '2 d ago']);
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
