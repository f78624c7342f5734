import { expect } from 'chai';
import fc from 'fast-check';
import { aboutDomain, mixedScripts } from '../../src/mail/lookalike.ts';
import { readableDomain } from '../../src/mail/punycode.ts';

describe('domains that look like others', () => {
  it('are told when letters of two alphabets stand in one label', () => {
    expect(mixedScripts('аpple.example')).to.equal('looks like apple.example, mixed scripts');
    expect(mixedScripts('xn--pple-43d.example')).to.equal('looks like apple.example, mixed scripts');
    expect(mixedScripts('mail.gοοgle.example')).to.equal('looks like mail.google.example, mixed scripts');
    expect(mixedScripts('bankж.example')).to.equal('mixed scripts');
  });

  it('are told when all letters are of another alphabet and look like ours', () => {
    expect(mixedScripts('аррӏе.example')).to.equal('looks like apple.example');
    expect(mixedScripts('сосо.рф')).to.equal(undefined);
  });

  it('are no honest names of any country', () => {
    const honest = [
      'example.org',
      'münchen.example',
      'żółw.example',
      'пример.рф',
      'почта.example',
      'παράδειγμα.example',
    ];
    const ofAsia = [
      '例え.テスト',
      'postdeskの店.example',
      '한국abc.example',
      '中文abc.example',
      'שלום.example',
      'ไทย.example',
    ];
    for (const domain of [...honest, ...ofAsia]) expect(mixedScripts(domain), domain).to.equal(undefined);
  });

  it('are shown as they read', () => {
    expect(aboutDomain('xn--mnchen-3ya.example')).to.equal('= münchen.example');
    expect(aboutDomain('xn--pple-43d.example')).to.equal('= аpple.example, looks like apple.example, mixed scripts');
    expect(aboutDomain('example.org')).to.equal(undefined);
  });

  it('are read from punycode as the browser writes it, and nonsense stays nonsense', () => {
    const label = fc.string({ unit: fc.constantFrom(...'abcxyz019ßäøżжщאبデ語한😀'), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(label, word => {
        const url = `http://${word}.example/`;
        if (!URL.canParse(url)) return;
        const { hostname } = new URL(url);
        expect(new URL(`http://${readableDomain(hostname)}/`).hostname).to.equal(hostname);
        if (/[^\x00-\x7f]/.test(word)) expect(readableDomain(hostname)).to.match(/[^\x00-\x7f]|ss/);
      }),
    );
    fc.assert(fc.property(fc.string({ maxLength: 80 }), text => readableDomain(`xn--${text}`).length > 0));
    for (const nonsense of ['xn--', 'xn---', 'xn--99999999999', `xn--${'a'.repeat(70)}`]) {
      expect(readableDomain(nonsense)).to.equal(nonsense);
    }
  });
});
