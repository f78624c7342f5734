import { expect } from 'chai';
import fc from 'fast-check';
import { sandboxConfig } from '../../src/config/sandbox.ts';
import { configOf, faultsOf } from './written.ts';

describe('the configuration of a sandbox', () => {
  it('opens a door on this machine only and keeps its letters', () => {
    const config = configOf(sandboxConfig({ login: 'ann', name: 'Ann "A" \\ Ä', state: '/tmp/s', smtpPort: 2525 }));
    expect(config).to.deep.include({ state: '/tmp/s', door: { smtp: '127.0.0.1:2525' }, mailboxes: [] });
    expect(config.courier).to.include({ kind: 'keep', folder: '/tmp/s/letters' });
    expect(config.policy.queues.map(queue => queue.address)).to.deep.equal(['support@desk.example']);
    expect(config.policy.operators).to.deep.equal([
      {
        login: 'ann',
        name: 'Ann "A" \\ Ä',
        address: 'ann@staff.desk.example',
        active: true,
        notices: true,
        role: 'admin',
        hidden: false,
      },
    ]);
  });

  it('has no fault, whatever the user is called', () => {
    const any = fc.string({ unit: 'binary', maxLength: 90 });
    fc.assert(
      fc.property(any, any, (login, name) => {
        expect(faultsOf(sandboxConfig({ login, name, state: '.', smtpPort: 0 }))).to.deep.equal([]);
      }),
      { numRuns: 500 },
    );
    for (const login of [
      'support',
      '',
      '-',
      'CORP\\ann',
      'first.last',
      'é',
      '+',
      '日本',
      '😀'.repeat(60),
      `a${'\ud83d'}`,
    ]) {
      expect(faultsOf(sandboxConfig({ login, name: '', state: 'x"y', smtpPort: 1 })), login).to.deep.equal([]);
    }
  });
});
