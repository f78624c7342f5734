import { expect } from 'chai';
import { bounceIn } from '../../src/mail/bounce.ts';

const status = (...groups: string[]) => ({ deliveryStatus: [groups.join('\r\n\r\n')], returned: [] });
const mta = 'Reporting-MTA: dns; mx.example\r\nArrival-Date: Mon, 23 Nov 2026 10:00:00 +0100';

describe('delivery status notification', () => {
  it('names each recipient with status, action and reason', () => {
    const failed =
      'Final-Recipient: rfc822; <ann@x.example>\r\nAction: failed\r\nStatus: 5.1.1 (bad)\r\nDiagnostic-Code: smtp; 550 no such\r\n user';
    const delayed = 'Final-Recipient: RFC822;bob@y.example\r\nAction: Delayed\r\nStatus: 4.4.7';
    expect(bounceIn(status(mta, failed, delayed))).to.deep.equal({
      recipients: [
        { address: 'ann@x.example', status: '5.1.1', action: 'failed', reason: '550 no such user', permanent: true },
        { address: 'bob@y.example', status: '4.4.7', action: 'delayed', reason: '', permanent: false },
      ],
    });
  });

  it('takes the exact code out of the words when the field says nothing', () => {
    const group = (field: string) =>
      `Final-Recipient: rfc822; a@b.example\nAction: failed\n${field}Diagnostic-Code: smtp; 550 5.7.1 refused by 10.5.1.1`;
    expect(bounceIn(status(group('Status: 5.0.0\n')))?.recipients[0]?.status).to.equal('5.7.1');
    expect(bounceIn(status(group('')))?.recipients[0]?.status).to.equal('5.7.1');
    expect(bounceIn(status(group('Status: 4.0.0\n')))?.recipients[0]).to.include({ status: '4.0.0', permanent: false });
  });

  it('finds our letter in what came back', () => {
    const returned = [
      Buffer.from('Received: x\r\nMessage-ID:\r\n <12-7-kx.n@desk.example>\r\nSubject: y\r\n\r\nwords'),
    ];
    const bounce = bounceIn({ ...status('Final-Recipient: rfc822; a@b.example\nAction: failed'), returned });
    expect(bounce?.returned).to.equal('12-7-kx.n@desk.example');
  });

  it('is none without a recipient, and holds two hundred at most', () => {
    expect(bounceIn(status(mta))).to.equal(null);
    expect(bounceIn({ deliveryStatus: [], returned: [] })).to.equal(null);
    expect(bounceIn(status(...new Array<string>(5000).fill('Action: failed')))?.recipients).to.have.length(200);
  });
});
