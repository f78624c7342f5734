/** How large a picture is, by its header, whatever a stranger wrote into it. */
import { expect } from 'chai';
import fc from 'fast-check';
import { firstFrame } from '../../src/mail/gif-frame.ts';
import { MEASURED_BYTES, pictureOf } from '../../src/mail/picture.ts';
import { GIF, JPEG, pngOf, segmentInJpeg, turned, webpHead } from '../made-pictures.ts';

const sizeOf = (bytes: Uint8Array) => {
  const found = pictureOf(bytes);
  return found && `${found.type} ${found.width}×${found.height}`;
};
const ALL = [pngOf(120, 70), JPEG, GIF, ...(['VP8 ', 'VP8L', 'VP8X'] as const).map(form => webpHead(form, 320, 200))];

describe('the size of a picture', () => {
  it('is read of PNG, JPEG, GIF and the three forms of WebP', () => {
    expect(ALL.map(sizeOf)).to.deep.equal([
      'image/png 120×70',
      'image/jpeg 96×64',
      'image/gif 96×64',
      ...Array(3).fill('image/webp 320×200'),
    ]);
    expect(sizeOf(webpHead('VP8X', 16_777_216, 1))).to.equal('image/webp 16777216×1');
  });

  it('is that of a photo as it is seen, when the camera was held upright', () => {
    for (const order of ['II', 'MM'] as const) {
      expect(pictureOf(turned(1, order))).to.include({ width: 96, height: 64, turn: 1 });
      expect(pictureOf(turned(3, order))).to.include({ width: 96, height: 64, turn: 3 });
      expect(pictureOf(turned(6, order))).to.include({ width: 64, height: 96, turn: 6 });
      expect(pictureOf(turned(9, order))).to.include({ width: 96, height: 64, turn: 1 });
    }
  });

  it('is found behind long headers, and behind none that are longer than a photo’s', () => {
    const long = Buffer.alloc(65_000);
    expect(sizeOf(segmentInJpeg(0xe2, long))).to.equal('image/jpeg 96×64');
    const head = segmentInJpeg(0xe2, long).subarray(2, 2 + 4 + long.length);
    const endless = Buffer.concat([JPEG.subarray(0, 2), ...Array(6).fill(head), JPEG.subarray(2)]);
    expect(endless.length).to.be.greaterThan(MEASURED_BYTES);
    expect(sizeOf(endless)).to.equal(undefined);
  });

  it('is that of no other file, and of none without a width or a height', () => {
    expect(sizeOf(Buffer.from('%PDF-1.7'))).to.equal(undefined);
    expect(sizeOf(Buffer.from('<svg width="90" height="90">'))).to.equal(undefined);
    expect(sizeOf(Buffer.from('BM\x36\0\0\0\0\0\0\0', 'latin1'))).to.equal(undefined);
    expect(sizeOf(pngOf(0, 70, () => [0, 0, 0]))).to.equal(undefined);
  });

  it('of a broken header is none: neither where it ends, nor where a decoder might read on in another way', () => {
    for (const whole of ALL)
      for (let length = 0; length < 30; length++) expect(() => pictureOf(whole.subarray(0, length))).not.to.throw();
    const at = JPEG.indexOf(Buffer.from([0xff, 0xc0]));
    expect(sizeOf(JPEG.subarray(0, at + 8))).to.equal(undefined);
    const junk = Buffer.concat([JPEG.subarray(0, at), Buffer.from([0]), JPEG.subarray(at)]);
    expect(sizeOf(junk)).to.equal(undefined);
    // a scan, a second beginning or a length that ends before itself: no frame is looked for behind them
    for (const marker of [0xda, 0xd8, 0xd9, 0x01])
      expect(sizeOf(segmentInJpeg(marker, Buffer.alloc(2)))).to.equal(undefined);
    expect(sizeOf(Buffer.concat([JPEG.subarray(0, 2), Buffer.from([0xff, 0xe0, 0, 1]), JPEG.subarray(2)]))).to.equal(
      undefined,
    );
    expect(
      sizeOf(Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\x0diCCP', 'latin1'), Buffer.alloc(40)])),
    ).to.equal(undefined);
  });

  it('is read of any bytes without a throw, and gives whole positive numbers or nothing', () => {
    const broken = fc
      .tuple(
        fc.constantFrom(...ALL, turned(6), turned(8, 'II')),
        fc.array(fc.tuple(fc.nat(120), fc.nat(255)), { maxLength: 8 }),
      )
      .map(([whole, changes]) => {
        const bytes = Buffer.from(whole);
        for (const [where, byte] of changes) if (where < bytes.length) bytes[where] = byte;
        return bytes;
      });
    fc.assert(
      fc.property(broken, bytes => {
        const found = pictureOf(bytes);
        if (found === undefined) return;
        expect(found.width).to.be.within(1, 2 ** 32);
        expect(found.height).to.be.within(1, 2 ** 32);
        expect(found.turn).to.be.within(1, 8);
        firstFrame(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it('is read in bounded time', () => {
    const endless = Buffer.alloc(20_000_000, 0xff);
    endless.set([0xff, 0xd8, 0xff, 0xff]);
    const started = process.cpuUsage().user;
    expect(sizeOf(endless)).to.equal(undefined);
    expect((process.cpuUsage().user - started) / 1000).to.be.lessThan(1000);
  });
});

describe('the first frame of a GIF', () => {
  it('is a GIF without what follows it', () => {
    const first = firstFrame(GIF)!;
    expect(first.length).to.be.lessThan(GIF.length - 190);
    expect(first.at(-1)).to.equal(0x3b);
    expect(GIF.subarray(0, first.length - 1).equals(first.subarray(0, -1))).to.equal(true);
    expect(sizeOf(first)).to.equal('image/gif 96×64');
  });

  it('is none where it is cut off, goes beyond the screen, or blocks have no end', () => {
    for (let length = 0; length < 230; length += 7) expect(firstFrame(GIF.subarray(0, length))).to.equal(undefined);
    const wide = Buffer.from(GIF);
    wide.writeUInt16LE(95, 6);
    expect(firstFrame(wide)).to.equal(undefined);
    expect(firstFrame(Buffer.concat([GIF.subarray(0, 13), Buffer.alloc(100_000, 0x21)]))).to.equal(undefined);
  });
});
