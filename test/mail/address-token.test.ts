import { expect } from 'chai';
import { tokenInAddress } from '../../src/mail/address-token.ts';
import { makeToken } from '../../src/mail/reply-token.ts';
import { KEY, policy } from '../scene.ts';

const token = makeToken({ ticket: 12, person: 7 }, KEY);
const found = (address: string) => tokenInAddress(address, policy.queues);

describe('the token in an address', () => {
  it('is found in the return path of a letter, however the servers on the way wrote it', () => {
    const spellings = [
      `support+${token}@desk.example`,
      `<support+${token}@desk.example>`,
      `Support+${token}@DESK.Example`,
      `help+${token}@desk.example`,
      `support+${token}+ann=example.org@desk.example`,
      `support+${token}-ann=example.org@desk.example`,
      `support+${token}+bob=desk.example@desk.example`,
      `support+${token}=desk.example@relay.example`,
      `support+${token}=DESK.EXAMPLE@relay.example`,
      `support+${token}=desk.example@desk.example`,
      `prvs=0733ab12cd=support+${token}@desk.example`,
    ];
    for (const address of spellings) expect(found(address), address).to.equal(token);
  });

  it('is none in an address of somebody else, nor without separator', () => {
    const others = [
      'support@desk.example',
      `support+${token}@evil.example`,
      `support+${token}=evil.example@relay.example`,
      `other+${token}@desk.example`,
      `x=support+${token}@desk.example`,
      `${token}@desk.example`,
      '@',
      '',
    ];
    for (const address of others) expect(found(address), address).to.equal(undefined);
    const [support] = policy.queues;
    expect(tokenInAddress(`support+${token}@desk.example`, [{ ...support!, separator: '' }])).to.equal(undefined);
  });

  it('is what stands there, also when it is no token', () => {
    expect(found('support+sales@desk.example')).to.equal('sales');
    expect(found(`support+${token}x@desk.example`)).to.equal(`${token}x`);
  });
});
