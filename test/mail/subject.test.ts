import { expect } from 'chai';
import { plainSubject, replySubject, taggedSubject } from '../../src/mail/subject.ts';

const token = '12-7-kabcdefghijklmnopqrstuvwxyz';

describe('subject', () => {
  it('is plain without the prefixes of any mail program', () => {
    const prefixes = [
      'Re: ',
      'RE:',
      'Fwd: ',
      'AW: ',
      'WG: ',
      'Antw: ',
      'SV: ',
      'VS: ',
      '回复：',
      'Re[2]: ',
      'Fwd(3) : ',
      'RE: AW: re: ',
    ];
    for (const prefix of prefixes) expect(plainSubject(`${prefix}Printer on fire`), prefix).to.equal('Printer on fire');
  });

  it('keeps words that only look like a prefix', () => {
    for (const subject of ['Research: results', 'Ref: 4711', 'Re the invoice', 'Order: 12', '']) {
      expect(plainSubject(subject)).to.equal(subject);
    }
  });

  it('carries one token tag and loses it again', () => {
    const tagged = taggedSubject('Printer on fire', token);
    expect(tagged).to.equal(`Printer on fire [#${token}]`);
    expect(taggedSubject(`Re: ${tagged}`, token)).to.equal(`Re: ${tagged}`);
    expect(plainSubject(`AW: ${tagged}`)).to.equal('Printer on fire');
    expect(plainSubject(`Re: [#${token}] Printer`)).to.equal('Printer');
  });

  it('gets one Re: however many there were', () => {
    expect(replySubject('Re: AW: Re: Printer')).to.equal('Re: Printer');
    expect(replySubject('')).to.equal('Re:');
  });
});
