import { expect } from 'chai';
import { plainSubject, withoutMarks } from '../../src/mail/subject.ts';

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

  it('loses our marks, whole or damaged, and keeps other people’s brackets', () => {
    expect(plainSubject(`AW: Printer on fire [#${token}]`)).to.equal('Printer on fire');
    expect(plainSubject(`Re: [#${token}] Printer`)).to.equal('Printer');
    expect(withoutMarks(`Re: Printer [#12] [#${token.slice(0, 20)}]`)).to.equal('Re: Printer');
    expect(withoutMarks('Re: [list] [#12 and more] Printer')).to.equal('Re: [list] [#12 and more] Printer');
  });
});
