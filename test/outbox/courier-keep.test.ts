import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createKeepCourier } from '../../src/outbox/courier-keep.ts';
import { answer, dueLetter, granted, publicly } from './letters.ts';

describe('The keeping courier', () => {
  let folder = '';
  let shown: string[] = [];
  const clean = (text: string) => text.replaceAll('\u001b', '␛');
  const courier = () => createKeepCourier({ folder, show: text => shown.push(text), clean });
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'desk-letters-')), 'letters');
    shown = [];
  });
  afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  it('keeps the letter byte for byte in a file that only the owner reads', async () => {
    const letter = await dueLetter(7);
    expect(await courier().deliver(letter, granted)).to.deep.equal({
      sent: true,
      reply: 'kept as 7-ann-example.org.eml',
    });
    expect(readdirSync(folder)).to.deep.equal(['7-ann-example.org.eml']);
    const file = join(folder, '7-ann-example.org.eml');
    expect(readFileSync(file).equals(Buffer.from(letter.bytes))).to.equal(true);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    expect(statSync(folder).mode & 0o777).to.equal(0o700);
  });

  it('shows the letter decoded and cleaned', async () => {
    const letter = await dueLetter(7, {
      ...answer,
      subject: 'Blaue Grüße',
      words: publicly('Grüß Gott – \u001b日本\nhere'),
      to: { ...answer.to, name: 'Änn' },
    });
    const withEscape = {
      ...letter,
      bytes: Buffer.from(Buffer.from(letter.bytes).toString().replace('here', '=1B]0;title')),
    };
    await courier().deliver(withEscape, granted);
    expect(shown).to.have.length(1);
    expect(shown[0]).to.match(
      /^From: {5}Example Support <support@desk\.example>\nTo: {7}Änn <ann@example\.org>\nReply-To: support\+k12/,
    );
    expect(shown[0])
      .to.contain('Subject:  Re: Blaue Grüße')
      .and.to.contain('Grüß Gott – 日本')
      .and.to.contain('␛]0;title');
    expect(shown[0]).not.to.contain('\u001b');
  });

  it('makes a harmless file name of any address', async () => {
    const letter = { ...(await dueLetter(7)), envelopeTo: '../../"e v;l$(id)"@EXAMPLE.org' };
    expect((await courier().deliver(letter, granted)).reply).to.equal('kept as 7-.-.-e-v-l-id-example.org.eml');
  });

  it('writes the same file again on a second try', async () => {
    const letter = await dueLetter(7);
    await courier().deliver(letter, granted);
    await courier().deliver(letter, granted);
    expect(readdirSync(folder)).to.have.length(1);
  });

  it('gives the file its name only after leave to hand the letter over, and leaves nothing without', async () => {
    const letter = await dueLetter(7);
    let before: string[] = [];
    const refused = await courier().deliver(letter, async () => {
      before = readdirSync(folder);
      return false;
    });
    expect(before).to.deep.equal(['.7-ann-example.org.eml.part']);
    expect(refused).to.include({ sent: false, permanent: false, courierDown: true });
    expect(readdirSync(folder)).to.deep.equal([]);
    expect(shown).to.deep.equal([]);
  });

  it('tells a folder that cannot be written as trouble for all letters', async () => {
    writeFileSync(folder, 'a file in the way');
    chmodSync(folder, 0o600);
    const result = await courier().deliver(await dueLetter(7), granted);
    expect(result).to.include({ sent: false, permanent: false, courierDown: true });
    expect(result.reply).to.contain(folder);
    expect(shown).to.deep.equal([]);
  });
});
