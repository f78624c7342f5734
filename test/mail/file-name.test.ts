import { expect } from 'chai';
import fc from 'fast-check';
import { forFileName, unique } from '../../src/mail/file-name.ts';

describe('file names of attachments', () => {
  it('lose paths, hidden letters, leading dots and dashes, and device names', () => {
    const names: [string, string][] = [
      ['../../../../etc/cron.d/x', 'x'],
      ['C:\\Windows\\..\\con.txt', '_con.txt'],
      ['\u200b.htaccess', '_.htaccess'],
      ['..\uff0f..\uff0fetc\uff0fpasswd', 'passwd'],
      ['a\r\nSet-Cookie: x.txt', 'aSet-Cookie_ x.txt'],
      ['annex\u202efdp.exe', 'annexfdp.exe'],
      ['-rf', '_-rf'],
      ['..', 'attachment'],
      ['dir/', 'attachment'],
      ['\u2024\u2024', 'attachment'],
      ['COM\u00b9.log', '_COM1.log'],
      ['Rechnung Müller.pdf', 'Rechnung Müller.pdf'],
      ['写真.jpg', '写真.jpg'],
    ];
    for (const [name, clean] of names) expect(forFileName(name), name).to.equal(clean);
  });

  it('are never empty and never longer than a disk allows, whatever came', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 6000 }), name => {
        const clean = forFileName(name);
        expect(Buffer.byteLength(clean)).to.be.within(1, 255);
        expect(clean).not.to.match(/[/\\\p{Cc}\p{Cf}]|^[.-]/u);
        expect(clean).not.to.match(/\p{Cs}/u);
      }),
    );
    expect(forFileName(`${'n'.repeat(5000)}.txt`)).to.match(/^n{251}\.txt$/);
    expect(Buffer.byteLength(forFileName(`${'写'.repeat(300)}.pdf`))).to.equal(253);
  });

  it('are told apart when they are equal', () => {
    expect(unique(['a.txt', 'A.txt', 'a.txt', 'b', 'b', 'a (2).txt'])).to.deep.equal([
      ...['a.txt', 'A (2).txt', 'a (3).txt', 'b', 'b (2)', 'a (2) (2).txt'],
    ]);
    const many = unique(new Array<string>(1000).fill(`${'x'.repeat(251)}.txt`));
    expect(new Set(many).size).to.equal(1000);
    expect(Math.max(...many.map(name => Buffer.byteLength(name)))).to.be.at.most(255);
  });
});
