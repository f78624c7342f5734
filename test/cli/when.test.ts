import { expect } from 'chai';
import { whenToSend } from '../../src/cli/reply.ts';
import { dueOf, instantOf, instantOrDay } from '../../src/config/when.ts';

const ZONE = 'Europe/Amsterdam';
/** A Monday, 10:00 in Amsterdam. */
const MONDAY = Date.UTC(2026, 10, 23, 9, 0);

function at(text: string, now = MONDAY, zone = ZONE): string {
  const when = instantOf(text, now, zone);
  return 'fault' in when ? when.fault : `${new Date(when.at).toISOString()}${when.remark ? ` ${when.remark}` : ''}`;
}

describe('An instant as people type it', () => {
  it('is meant on the clock of the desk, in summer and in winter', () => {
    expect(at('2026-12-01 09:00')).to.equal('2026-12-01T08:00:00.000Z');
    expect(at('2027-07-01 9:00')).to.equal('2027-07-01T07:00:00.000Z');
    expect(at('2026-12-01 09:00', MONDAY, 'America/New_York')).to.equal('2026-12-01T14:00:00.000Z');
    expect(at('2026-12-01 09:00', MONDAY, 'Asia/Kathmandu')).to.equal('2026-12-01T03:15:00.000Z');
    expect(at('2026-12-01T09:00+01:00', MONDAY, 'America/New_York')).to.equal('2026-12-01T08:00:00.000Z');
  });

  it('without a day is the next time the clock shows it', () => {
    expect(at('10:30')).to.equal('2026-11-23T09:30:00.000Z');
    expect(at('09:00')).to.equal('2026-11-24T08:00:00.000Z');
    expect(at('tomorrow 09:00')).to.equal('2026-11-24T08:00:00.000Z');
    expect(at('monday 09:00')).to.equal('2026-11-30T08:00:00.000Z');
    expect(at('Wednesday 09:00')).to.equal('2026-11-25T08:00:00.000Z');
  });

  it('that the clocks leave out is refused, and of one they give twice the first is taken and said', () => {
    expect(at('2027-03-28 02:30')).to.match(/no such time on that day/);
    expect(at('2027-03-28 03:00')).to.equal('2027-03-28T01:00:00.000Z');
    expect(at('2026-10-25 02:30', Date.UTC(2026, 9, 1))).to.match(/^2026-10-25T00:30:00\.000Z that time comes twice/);
    // the night before the clocks change, tomorrow is tomorrow
    expect(at('tomorrow 09:00', Date.UTC(2027, 2, 27, 12))).to.equal('2027-03-28T07:00:00.000Z');
    expect(at('tomorrow 09:00', Date.UTC(2026, 9, 24, 21, 30))).to.equal('2026-10-25T08:00:00.000Z');
  });

  it('that makes no sense is refused with how to say it', () => {
    for (const text of ['', 'soon', '25:00', '9', '2026-02-30 09:00', '2026-13-01 09:00', '09:60', 'someday 09:00'])
      expect(at(text), text).to.match(/^say when as/);
  });

  it('that something is due is a time, the end of a day, or so long from now', () => {
    const due = (text: string, now = MONDAY) => {
      const when = dueOf(text, now, ZONE);
      return 'fault' in when ? when.fault : new Date(when.at).toISOString();
    };
    expect(due('2026-12-01')).to.equal('2026-12-01T22:59:00.000Z');
    expect(due('2027-07-01')).to.equal('2027-07-01T21:59:00.000Z');
    expect(due('today')).to.equal('2026-11-23T22:59:00.000Z');
    expect(due(' Friday ')).to.equal('2026-11-27T22:59:00.000Z');
    expect(due('tomorrow 17:00')).to.equal('2026-11-24T16:00:00.000Z');
    expect(due('17:00')).to.equal('2026-11-23T16:00:00.000Z');
    expect(due('3d')).to.equal('2026-11-26T09:00:00.000Z');
    expect(due('2h')).to.equal('2026-11-23T11:00:00.000Z');
    expect(due('2026-11-22')).to.match(/^2026-11-22 23:59 (?:CET|GMT\+1) is over$/);
    expect(due('2026-11-23 10:00')).to.match(/ is over$/);
    expect(due('0s')).to.match(/ is over$/);
    expect(due('4000d')).to.equal('4000d is more than ten years away');
    for (const text of ['', 'soon', '3', '2026-02-30', '-3d', '999999999d', 'none', '2026-12-01 25:00'])
      expect(due(text), text).to.match(/^say when as 2026-12-01, /);
  });

  it('is a day where one is asked about, from its beginning on, also where it begins at one', () => {
    const begin = (text: string, zone = ZONE) => {
      const when = instantOrDay(text, MONDAY, zone, 'begin');
      return 'fault' in when ? when.fault : new Date(when.at).toISOString();
    };
    expect(begin('2026-12-01')).to.equal('2026-11-30T23:00:00.000Z');
    expect(begin('tomorrow')).to.equal('2026-11-23T23:00:00.000Z');
    expect(begin('2026-11-01')).to.equal('2026-10-31T23:00:00.000Z');
    expect(begin('2018-11-04', 'America/Sao_Paulo')).to.equal('2018-11-04T03:00:00.000Z');
  });

  it('to send at lies ahead, and not more than a year', () => {
    expect(whenToSend({}, MONDAY, ZONE)).to.equal(undefined);
    expect(whenToSend({ in: '2h' }, MONDAY, ZONE)).to.deep.equal({ at: MONDAY + 7_200_000 });
    expect(whenToSend({ in: '2h', at: '10:30' }, MONDAY, ZONE)).to.have.property('fault');
    expect(whenToSend({ in: 'soon' }, MONDAY, ZONE)).to.have.property('fault');
    expect(whenToSend({ in: '0s' }, MONDAY, ZONE)).to.have.property('fault');
    expect(whenToSend({ at: '2026-11-23 09:59' }, MONDAY, ZONE)).to.deep.include({
      fault: '2026-11-23 09:59 CET is over',
    });
  });
});
