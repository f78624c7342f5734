import { expect } from 'chai';
import { createLog } from '../../src/daemon/log.ts';
import { MONDAY } from '../scene.ts';

function written(
  format: 'text' | 'json',
  event: string,
  fields: Parameters<ReturnType<typeof createLog>>[1],
): string[] {
  const lines: string[] = [];
  createLog(
    format,
    line => lines.push(line),
    () => MONDAY,
  )(event, fields);
  return lines;
}

describe('the business log', () => {
  it('is one line an event, with the fields that are known', () => {
    expect(written('text', 'received', { mail: 12, ticket: null, route: 'smtp', uid: undefined })).to.deep.equal([
      '2026-11-23T09:00:00.000Z received mail=12 route=smtp',
    ]);
  });

  it('is one JSON object an event when asked to', () => {
    const [line] = written('json', 'sent', { letter: 3, reply: '250 "ok"' });
    expect(JSON.parse(line!)).to.deep.equal({
      at: '2026-11-23T09:00:00.000Z',
      event: 'sent',
      letter: 3,
      reply: '250 "ok"',
    });
  });

  it('lets nobody forge a line or reach the terminal with a subject', () => {
    for (const format of ['text', 'json'] as const) {
      const lines = written(format, 'received', {
        subject: 'x\r\n2026-11-23T09:00:00.000Z sent letter=1\x1b[2J\u202e',
      });
      expect(lines).to.have.length(1);
      expect(lines[0]).not.to.match(/[\r\n\x1b\u202e]/);
    }
  });
});
