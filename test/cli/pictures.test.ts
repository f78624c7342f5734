/** Pictures of a ticket: what goes to which terminal, what does not, and that nothing of a stranger's gets there raw. */
import { deflateSync, inflateSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { readAnswer } from '../../src/cli/pictures/ask-terminal.ts';
import { type Canvas, draw } from '../../src/cli/pictures/draw.ts';
import { createDrawer } from '../../src/cli/pictures/drawer.ts';
import { terminalKind } from '../../src/cli/pictures/terminal-kind.ts';
import { firstFrame } from '../../src/mail/gif-frame.ts';
import {
  BLUE,
  type Colour,
  chunk,
  GIF,
  JPEG,
  type Paint,
  pngFrom,
  pngOf,
  RED,
  turned,
  webpHead,
} from '../made-pictures.ts';
import { atTerminal, hasTerminals, until } from './at-terminal.ts';
import { CONFIG, type TemporaryDesk, temporaryDesk } from './desk.ts';

const canvas = (protocol: Canvas['protocol'], more: Partial<Canvas> = {}): Canvas => ({
  protocol,
  webp: false,
  columns: 40,
  rows: 12,
  cell: { width: 10, height: 20 },
  ...more,
});

/** Nothing but what a sequence is made of, whatever was in the picture. */
const KITTY = /^(?:\x1b_G[a-zA-Z0-9=,]+;[A-Za-z0-9+/=]*\x1b\\)+$/;
const ITERM = /^\x1b\]1337;File=inline=1;size=\d+;width=\d+;height=\d+;preserveAspectRatio=1:[A-Za-z0-9+/=]+\x07$/;
const SIXEL = /^\x1bP[0-9;]*q[\x20-\x7e\n]*\x1b\\$/;

interface Kitty {
  readonly keys: ReadonlyMap<string, string>;
  readonly bytes: Buffer;
  readonly chunks: readonly string[];
}

function readKitty(sequence: string): Kitty {
  const parts = [...sequence.matchAll(/\x1b_G([^;]*);([^\x1b]*)\x1b\\/g)].map(
    ([, keys, data]) => [keys!, data!] as const,
  );
  const more = parts.map(([keys]) => /(?:^|,)m=([01])$/.exec(keys)?.[1]);
  expect(more.slice(0, -1).every(one => one === '1') && more.at(-1) === '0', 'm=1 but for the last').to.equal(true);
  for (const [keys] of parts.slice(1)) expect(keys).to.match(/^m=[01]$/);
  const keys = new Map(parts[0]![0].split(',').map(one => one.split('=') as [string, string]));
  return {
    keys,
    bytes: Buffer.from(parts.map(([, data]) => data).join(''), 'base64'),
    chunks: parts.map(([, data]) => data),
  };
}

function readIterm(sequence: string) {
  const [, about, data] = /^\x1b\]1337;File=([^:]*):([^\x07]*)\x07$/.exec(sequence)!;
  return {
    keys: new Map(about!.split(';').map(one => one.split('=') as [string, string])),
    bytes: Buffer.from(data!, 'base64'),
  };
}

interface Seen {
  readonly width: number;
  readonly height: number;
  at(x: number, y: number): Colour | undefined;
}

/** As a VT340 reads them, as far as it goes here. */
function readSixels(sequence: string): Seen {
  const colours = new Map<number, Colour>();
  const pixels = new Map<string, Colour>();
  let [x, y, now, width, height] = [0, 0, 0, 0, 0];
  const body = sequence.replace(/^\x1bP[0-9;]*q/, '').replace(/\x1b\\$/, '');
  for (const [token] of body.matchAll(/"[\d;]+|#[\d;]+|!\d+[?-~]|[?-~$-]/g)) {
    const numbers = (token.match(/\d+/g) ?? []).map(Number);
    if (token[0] === '"') [, , width, height] = numbers as [number, number, number, number];
    else if (token[0] === '#') {
      now = numbers[0]!;
      if (numbers.length === 5) colours.set(now, numbers.slice(2).map(one => Math.round((one * 255) / 100)) as never);
    } else if (token === '$') x = 0;
    else if (token === '-') [x, y] = [0, y + 6];
    else {
      const bits = token.charCodeAt(token.length - 1) - 63;
      for (let n = 0; n < (token[0] === '!' ? numbers[0]! : 1); n++, x++)
        for (let row = 0; row < 6; row++) if (bits & (1 << row)) pixels.set(`${x},${y + row}`, colours.get(now)!);
    }
  }
  return { width, height, at: (across, down) => pixels.get(`${across},${down}`) };
}

/** Of a bitmap sent to kitty. */
function readPixels({ keys, bytes }: Kitty): Seen {
  const [width, height] = [Number(keys.get('s')), Number(keys.get('v'))];
  const rgb = inflateSync(bytes);
  expect([keys.get('f'), keys.get('o'), rgb.length]).to.deep.equal(['24', 'z', width * height * 3]);
  return { width, height, at: (x, y) => [...rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)] as never };
}

function isNear(found: Colour | undefined, wanted: Colour, by = 12): boolean {
  return found?.every((one, i) => Math.abs(one! - wanted[i]!) <= by) === true;
}

function expectHalves({ width, height, at }: Seen, first: Colour = RED, second: Colour = BLUE): void {
  for (const y of [1, height >> 1, height - 2]) {
    expect(isNear(at(2, y), first), `left at ${y}: ${at(2, y)}`).to.equal(true);
    expect(isNear(at(width - 3, y), second), `right at ${y}: ${at(width - 3, y)}`).to.equal(true);
  }
}

describe('A picture for kitty', () => {
  it('is a PNG as it is, in chunks of 4096 letters', () => {
    const dice = (x: number, y: number): Colour => [(x * 7919 + y * 104729) & 255, (x * y * 31) & 255, (x ^ y) & 255];
    const png = pngOf(300, 200, dice);
    const sequence = draw(png, canvas('kitty'))!;
    const { keys, bytes, chunks } = readKitty(sequence);
    expect(sequence).to.match(KITTY);
    expect(bytes.equals(png)).to.equal(true);
    expect(chunks.length).to.be.greaterThan(2);
    expect(chunks.slice(0, -1).every(one => one.length === 4096)).to.equal(true);
    expect(Object.fromEntries(keys)).to.deep.equal({ a: 'T', q: '2', f: '100', c: '30', m: '1' });
  });

  it('takes no more columns and rows than there are, and is never made larger', () => {
    const given = (width: number, height: number) => {
      const { keys } = readKitty(
        draw(
          pngOf(width, height, () => RED),
          canvas('kitty'),
        )!,
      );
      return { c: keys.get('c'), r: keys.get('r') };
    };
    expect(given(900, 90)).to.deep.equal({ c: '40', r: undefined });
    expect(given(90, 900)).to.deep.equal({ c: undefined, r: '12' });
    expect(given(70, 70)).to.deep.equal({ c: '7', r: undefined });
  });

  it('is decoded where it is no PNG: pixels in their places, as the camera was held', () => {
    const seen = (bytes: Buffer) => readPixels(readKitty(draw(bytes, canvas('kitty'))!));
    expectHalves(seen(JPEG));
    expectHalves(seen(GIF));
    expectHalves(seen(turned(3)), BLUE, RED);
    const upright = seen(turned(6));
    expect([upright.width, upright.height]).to.deep.equal([64, 96]);
    expect(isNear(upright.at(30, 3), RED) && isNear(upright.at(30, 92), BLUE)).to.equal(true);
    const other = seen(turned(8));
    expect(isNear(other.at(30, 3), BLUE) && isNear(other.at(30, 92), RED)).to.equal(true);
  });
});

describe('A picture for iTerm2', () => {
  it('goes as it is, with its true size and no name', () => {
    for (const bytes of [pngOf(300, 200), JPEG]) {
      const sequence = draw(bytes, canvas('iterm'))!;
      const found = readIterm(sequence);
      expect(sequence).to.match(ITERM);
      expect(found.bytes.equals(bytes)).to.equal(true);
      expect(found.keys.get('size')).to.equal(String(bytes.length));
    }
    expect(Object.fromEntries(readIterm(draw(pngOf(300, 200), canvas('iterm'))!).keys)).to.include({
      width: '30',
      height: '10',
      inline: '1',
    });
  });

  it('stands still: of a GIF only the first frame goes', () => {
    expect(readIterm(draw(GIF, canvas('iterm'))!).bytes.equals(firstFrame(GIF)!)).to.equal(true);
  });

  it('is a WebP only where the program takes it', () => {
    const webp = webpHead('VP8L', 200, 100);
    expect(draw(webp, canvas('iterm'))).to.equal(undefined);
    expect(readIterm(draw(webp, canvas('iterm', { webp: true }))!).bytes.equals(webp)).to.equal(true);
    expect(draw(webp, canvas('kitty'))).to.equal(undefined);
    expect(draw(webp, canvas('sixel'))).to.equal(undefined);
  });
});

describe('A picture in sixels', () => {
  it('has the size and the colours of the picture', () => {
    for (const bytes of [pngOf(96, 64), JPEG, GIF]) {
      const sequence = draw(bytes, canvas('sixel'))!;
      const seen = readSixels(sequence);
      expect(sequence).to.match(SIXEL);
      expect([seen.width, seen.height]).to.deep.equal([96, 64]);
      expectHalves(seen);
    }
  });

  it('is made smaller than the room it has, by means of its pixels', () => {
    const stripes: Paint = x => (x % 2 === 0 ? [255, 255, 255] : [0, 0, 0]);
    const seen = readSixels(draw(pngOf(1600, 100, stripes), canvas('sixel'))!);
    expect([seen.width, seen.height]).to.deep.equal([400, 25]);
    expect(isNear(seen.at(200, 12), [127, 127, 127])).to.equal(true);
  });

  it('has white paper behind what is transparent', () => {
    const glass: Paint = (x, y) => (x < 50 ? [0, 0, 0, 0] : y < 50 ? [255, 0, 0, 128] : [255, 0, 0, 255]);
    const seen = readSixels(draw(pngOf(100, 100, glass), canvas('sixel'))!);
    expect(isNear(seen.at(10, 10), [255, 255, 255])).to.equal(true);
    expect(isNear(seen.at(90, 90), RED)).to.equal(true);
    expect(isNear(seen.at(90, 10), [255, 127, 127])).to.equal(true);
  });
});

describe('A picture that may do harm', () => {
  const drawn = (bytes: Buffer, protocol: Canvas['protocol'] = 'sixel') => {
    try {
      return draw(bytes, canvas(protocol));
    } catch {
      return undefined;
    }
  };

  it('is not decoded when it says that it is huge, and not sent when it is larger than that', () => {
    const packed = deflateSync(Buffer.alloc(1000));
    const whole = deflateSync(Buffer.alloc((5001 * 4 + 1) * 5000), { level: 1 });
    expect(drawn(pngFrom(5001, 5000, whole))).to.equal(undefined);
    expect(drawn(pngFrom(2 ** 31, 2 ** 31, packed), 'kitty')).to.equal(undefined);
    for (const protocol of ['kitty', 'iterm'] as const)
      expect(
        [drawn(pngFrom(6325, 6325, packed), protocol), drawn(pngFrom(6324, 6324, packed), protocol)].map(Boolean),
      ).to.deep.equal([false, true]);
  });

  it('is not unpacked when there is more in it than it says', () => {
    const bomb = deflateSync(Buffer.alloc(300_000_000));
    for (const interlaced of [0, 1]) {
      const before = process.memoryUsage().rss;
      expect(drawn(pngFrom(100, 100, bomb, [], interlaced))).to.equal(undefined);
      expect(process.memoryUsage().rss - before).to.be.lessThan(100_000_000);
    }
    // what is no pixel is not even looked at
    const profile = chunk('iCCP', Buffer.concat([Buffer.from('x\0\0', 'latin1'), bomb]));
    const before = process.memoryUsage().rss;
    drawn(pngOf(100, 100, undefined, [profile]));
    expect(process.memoryUsage().rss - before).to.be.lessThan(100_000_000);
  });

  it('is not shown when it is small: dots that count readers, icons, lines', () => {
    for (const [width, height] of [
      [1, 1],
      [7, 7],
      [63, 63],
      [600, 1],
    ] as const)
      expect(drawn(pngOf(width, height), 'kitty'), `${width}×${height}`).to.equal(undefined);
    expect(drawn(pngOf(64, 8), 'kitty')).to.be.a('string');
  });

  it('is not shown when it is another file than it is said to be, or broken', () => {
    for (const bytes of [Buffer.from('MZ\x90\0\x03'), Buffer.from('\x1b]52;c;ZWNobw==\x07'), Buffer.from('<svg/>')])
      for (const protocol of ['kitty', 'iterm', 'sixel'] as const) expect(drawn(bytes, protocol)).to.equal(undefined);
    expect(drawn(JPEG.subarray(0, 500))).to.equal(undefined);
    expect(drawn(pngOf(100, 100).subarray(0, 60))).to.equal(undefined);
  });

  it('never sends more than a sequence is made of, whatever its bytes are', () => {
    const hostile = Buffer.from('\x1b\\\x07\x1b[2J\u009b31m\x1b]0;owned\x07', 'latin1');
    const changed = fc
      .tuple(fc.constantFrom(JPEG, GIF, pngOf(80, 70)), fc.array(fc.tuple(fc.nat(900), fc.nat(255)), { maxLength: 5 }))
      .map(([whole, changes]) => {
        const bytes = Buffer.concat([whole, hostile]);
        for (const [where, byte] of changes) if (where < bytes.length) bytes[where] = byte;
        return bytes;
      });
    fc.assert(
      fc.property(changed, bytes => {
        expect(drawn(bytes, 'kitty') ?? '\x1b_Ga=T;\x1b\\').to.match(KITTY);
        expect(drawn(bytes, 'sixel') ?? '\x1bPq\x1b\\').to.match(SIXEL);
        const sent = drawn(bytes, 'iterm');
        if (sent !== undefined) expect(sent).to.match(ITERM);
      }),
      { numRuns: 60 },
    );
  });

  it('stops its thread and no other picture, when it takes too long or breaks', async () => {
    const impatient = createDrawer(1);
    const late = await impatient.draw({ bytes: pngOf(300, 200), canvas: canvas('sixel') });
    await impatient.close();
    expect(late).to.equal(undefined);
    const drawer = createDrawer();
    expect(await drawer.draw({ bytes: JPEG.subarray(0, 500), canvas: canvas('sixel') })).to.equal(undefined);
    expect(await drawer.draw({ bytes: JPEG, canvas: canvas('sixel') })).to.match(SIXEL);
    await drawer.close();
    const spent = createDrawer(5_000, 0);
    expect(await spent.draw({ bytes: JPEG, canvas: canvas('sixel') })).to.equal(undefined);
  });
});

describe('Whether a terminal shows pictures', () => {
  const of = (env: Record<string, string>) => {
    const kind = terminalKind(env);
    return kind && `${kind.protocol}${kind.asks ? '?' : ''}${kind.webp ? ' webp' : ''}`;
  };

  it('is told by its environment, or asked', () => {
    expect(of({ TERM: 'xterm-kitty' })).to.equal('kitty');
    expect(of({ TERM: 'xterm-256color', KITTY_WINDOW_ID: '1' })).to.equal('kitty');
    expect(of({ TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app' })).to.equal('iterm webp');
    expect(of({ TERM: 'xterm-256color', LC_TERMINAL: 'iTerm2' })).to.equal('iterm webp');
    expect(of({ TERM: 'xterm-256color', TERM_PROGRAM: 'WezTerm' })).to.equal('iterm webp');
    expect(of({ TERM: 'xterm', TERM_PROGRAM: 'mintty' })).to.equal('iterm');
    expect(of({ TERM: 'xterm-256color', TERM_PROGRAM: 'vscode' })).to.equal('iterm?');
    for (const term of ['xterm-256color', 'foot', 'foot-extra', 'mlterm'])
      expect(of({ TERM: term })).to.equal('sixel?');
    for (const term of ['linux', 'vt100', '']) expect(of({ TERM: term })).to.equal(undefined);
  });

  it('is never so when it is dumb, and within tmux or screen only when somebody says so', () => {
    expect(of({ TERM: 'dumb', DESK_IMAGES: 'kitty' })).to.equal(undefined);
    for (const inside of [{ TMUX: '/tmp/x' }, { STY: '1.x' }, { TERM: 'tmux-256color' }, { TERM: 'screen' }]) {
      expect(of({ TERM: 'xterm-kitty', KITTY_WINDOW_ID: '1', ...inside })).to.equal(undefined);
      expect(of({ ...inside, DESK_IMAGES: 'sixel' })).to.equal('sixel');
    }
  });

  it('is what DESK_IMAGES says', () => {
    expect(of({ TERM: 'xterm-kitty', DESK_IMAGES: 'none' })).to.equal(undefined);
    expect(of({ TERM: 'xterm-kitty', DESK_IMAGES: 'iterm' })).to.equal('iterm');
    expect(of({ TERM: 'xterm-kitty', DESK_IMAGES: 'sixles' })).to.equal(undefined);
    expect(of({ TERM: 'xterm-kitty', DESK_IMAGES: '' })).to.equal('kitty');
  });

  it('is read out of its answer, with the size of a character where it says that', () => {
    expect(readAnswer('\x1b[?62;4;22c')).to.deep.equal({ sixel: true });
    expect(readAnswer('ls\r\x1b[6;18;9t\x1b[?64;1;4c')).to.deep.equal({ sixel: true, cell: { width: 9, height: 18 } });
    // VT100 with a printer: the first number names the terminal
    expect(readAnswer('\x1b[?4;6c')).to.deep.equal({ sixel: false });
    expect(readAnswer('\x1b[6;18;9t')).to.equal(undefined);
    expect(readAnswer('\x1b[?62;4')).to.equal(undefined);
  });
});

interface File {
  readonly name: string;
  readonly bytes: Buffer;
  readonly type?: string;
}

function mailWith(files: readonly File[], subject = 'pictures'): string {
  return [
    `From: Ann <ann@example.org>\r\nTo: support@desk.example\r\nSubject: ${subject}\r\n`,
    'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=frontier\r\n\r\n',
    '--frontier\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n',
    ...files.map(
      ({ name, bytes, type = 'image/png' }) =>
        `--frontier\r\nContent-Type: ${type}\r\nContent-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name)}\r\n` +
        `Content-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n`,
    ),
    '--frontier--\r\n',
  ].join('');
}

/** Each of another colour, so that none is the same file. */
const numbered = (n: number): File => ({ name: `${n}.png`, bytes: pngOf(80, 70, () => [n, 0, 0]) });
const KITTY_TERMINAL = { TERM: 'xterm-256color', TMUX: '', STY: '', DESK_PAGER: '', DESK_IMAGES: 'kitty' };
const QUESTION = '\x1b[16t\x1b[c';

describe('desk show', () => {
  let here: TemporaryDesk;
  before(function () {
    if (!hasTerminals) this.skip();
  });
  beforeEach(() => {
    here = temporaryDesk(CONFIG.replace('"100 kB"', '"5 MB"'));
  });
  afterEach(() => here?.remove());

  async function ticketWith(files: readonly File[], text?: string): Promise<void> {
    const { out, err } = await here.desk('inject', '--json', here.file('mail.eml', text ?? mailWith(files)));
    expect(JSON.parse(out).ticket, err).to.equal(1);
  }
  /** What a terminal got, that answers when it is asked. */
  async function shown(
    args: readonly string[] = [],
    env: Record<string, string> = {},
    answer?: string,
  ): Promise<string> {
    const running = atTerminal(here, ['show', '1', ...args], { env: { ...KITTY_TERMINAL, ...env } });
    if (answer !== undefined) {
      await until(() => running.shown().includes(QUESTION), running.shown);
      running.type(answer);
    }
    expect(await running.ended, running.shown()).to.equal(0);
    return running.shown();
  }
  const sent = (text: string) => [...text.matchAll(/(?:\x1b_G[^\x1b]*\x1b\\)+/g)].map(([one]) => readKitty(one).bytes);

  it('shows pictures below their lines on a terminal, and words into a pipe', async () => {
    const png = pngOf(300, 200);
    await ticketWith([{ name: 'screen.png', bytes: png }]);
    const text = await shown();
    expect(text).to.match(/\[attached 1: screen\.png \(image\/png, [\d.]+ k?B, 300×200\)\]\r\n {2}\x1b_G/);
    expect(sent(text).map(one => one.equals(png))).to.deep.equal([true]);
    const piped = await here.desk('show', '1', { env: KITTY_TERMINAL });
    expect(piped.out).to.include('300×200)]\n').and.not.include('\x1b');
    const asked = await here.desk('show', '1', '--images', 'always', { env: KITTY_TERMINAL });
    expect(asked).to.include({ code: 0, err: 'pictures are shown on a terminal only\n' });
    expect(asked.out).to.equal(piped.out);
    for (const [args, env] of [
      [['--images', 'never'], {}],
      [[], { DESK_IMAGES: 'none' }],
      [[], { TERM: 'dumb' }],
      [['--json'], {}],
    ] as const)
      expect(await shown(args, env), JSON.stringify([args, env])).not.to.include('\x1b_G');
    expect(await shown(['--images', 'always'], { DESK_IMAGES: 'sixles' })).to.include(
      'DESK_IMAGES is none of kitty, iterm, sixel, none',
    );
  });

  it('asks a terminal that may know sixels, and believes it', async () => {
    await ticketWith([{ name: 'photo.jpg', bytes: JPEG, type: 'image/jpeg' }]);
    const env = { DESK_IMAGES: '', KITTY_WINDOW_ID: '', TERM_PROGRAM: '', LC_TERMINAL: '' };
    const can = await shown([], env, '\x1b[6;20;10t\x1b[?62;4c');
    const sequence = /\x1bP[\s\S]*?\x1b\\/.exec(can)?.[0] ?? '';
    expectHalves(readSixels(sequence.replaceAll('\r\n', '\n')));
    expect(await shown([], env, '\x1b[?62;22c')).to.not.include('\x1bP');
    // nothing is asked where there is nothing to show
    await here.desk(
      'inject',
      here.file('other.eml', mailWith([{ name: 'words.txt', bytes: Buffer.from('x'), type: 'text/plain' }])),
    );
    const other = atTerminal(here, ['show', '2'], { env: { ...KITTY_TERMINAL, ...env } });
    expect(await other.ended).to.equal(0);
    expect(other.shown()).to.not.include('\x1b');
  });

  it('leaves pictures to --images always when it needs a pager', async () => {
    const long = mailWith([numbered(1)]).replace('See below.', 'See below.\r\n\r\n'.repeat(40));
    await ticketWith([], long);
    const paged = await shown([], { DESK_PAGER: 'cat -u' });
    expect(paged).to.include('[1 picture: desk show 1 --images always, without the pager]').and.not.include('\x1b_G');
    expect(sent(await shown(['--images', 'always'], { DESK_PAGER: 'cat -u' }))).to.have.length(1);
  });

  it('shows three pictures of a message and eight of a ticket, each once, and says where the others are', async () => {
    await ticketWith([], mailWith([1, 2, 2, 3, 4, 5].map(numbered)));
    const one = await shown();
    expect(sent(one)).to.have.length(3);
    expect(one).to.match(/attached 6: 5\.png[^\n]*\r\n {2}\[2 more pictures: desk attachment open 1 5\]/);
    for (const [n, from] of [10, 20, 30].entries()) {
      await here.desk(
        'inject',
        here.file(`${from}.eml`, mailWith([1, from, from + 1, from + 2].map(numbered), `${from}`)),
      );
      expect((await here.desk('merge', String(n + 2), '1')).err).to.equal('');
    }
    const all = await shown();
    const pictures = sent(all);
    expect(pictures).to.have.length(8);
    expect(new Set(pictures.map(bytes => bytes.toString('hex'))).size).to.equal(8);
    expect(all).to.match(/\[1 more picture: desk attachment open 1 \d+\]/);
  });

  it('shows pictures of the messages that it shows, and counts no others', async () => {
    await ticketWith([numbered(1)]);
    for (const [i, files] of [[10, 11, 12], [20, 21, 22], [30, 31, 32], [40]].entries()) {
      await here.desk('inject', here.file(`${i}.eml`, mailWith(files.map(numbered), `${i}`)));
      expect((await here.desk('merge', String(i + 2), '1')).err).to.equal('');
    }
    expect(sent(await shown(['--last', '1']))).to.deep.equal([1, 40].map(n => numbered(n).bytes));
  });

  it('shows neither what counts readers, nor what is flagged, nor what only says that it is a picture', async () => {
    await ticketWith([
      { name: 'pixel.gif', bytes: pngOf(1, 1), type: 'image/gif' },
      { name: 'photo.png.exe', bytes: pngOf(80, 70) },
      { name: 'program.png', bytes: Buffer.from(`MZ\x90\0\x03\0\0\0${'\0'.repeat(56)}`, 'latin1') },
      { name: 'words.png', bytes: Buffer.from('\x1b]52;c;ZWNobw==\x07'.repeat(20)) },
      { name: 'drawing.svg', bytes: Buffer.from('<svg xmlns="x"><script>1</script></svg>'), type: 'image/svg+xml' },
    ]);
    const text = await shown();
    expect(text).to.include('program.png').and.include('words.png').and.include('1×1');
    expect(text).to.not.include('\x1b');
  });

  it('describes what cannot be decoded, and goes on', async () => {
    await ticketWith([
      { name: 'broken.jpg', bytes: JPEG.subarray(0, 600), type: 'image/jpeg' },
      { name: 'huge.jpg', bytes: hugeJpeg(), type: 'image/jpeg' },
      { name: 'good.png', bytes: pngOf(80, 70) },
    ]);
    const text = await shown();
    expect(text.match(/\[it cannot be shown here: desk attachment open 1 [12]\]/g)).to.have.length(2);
    expect(text).to.include('65000×65000');
    expect(sent(text)).to.have.length(1);
  });

  it('gives a stranger no way to the terminal: not by names, not by bytes', async () => {
    const steering = '\x1b]1337;File=inline=1:AAAA\x07\x1b_Ga=T;AAAA\x1b\\\u009b2J\x1b[2J';
    const text = Buffer.from(`\x1b\\\x07${steering}`, 'latin1');
    const comment = pngOf(80, 70, undefined, [chunk('tEXt', Buffer.concat([Buffer.from('Comment\0'), text]))]);
    await ticketWith([
      { name: `${steering}.png`, bytes: Buffer.concat([comment, text]) },
      {
        name: `${steering}.jpg`,
        bytes: Buffer.concat([JPEG, text]),
        type: `image/jpeg; name="${encodeURIComponent(steering)}"`,
      },
    ]);
    for (const [protocol, ours] of [
      ['kitty', /(?:\x1b_G[a-zA-Z0-9=,]+;[A-Za-z0-9+/=]*\x1b\\)+/g],
      ['iterm', /\x1b\]1337;File=inline=1;size=\d+;width=\d+;height=\d+;preserveAspectRatio=1:[A-Za-z0-9+/=]+\x07/g],
      ['sixel', /\x1bP[0-9;]*q[\x20-\x7e\r\n]*\x1b\\/g],
    ] as const) {
      const all = await shown([], { DESK_IMAGES: protocol }, protocol === 'sixel' ? '\x1b[?62;4c' : undefined);
      const rest = all.replace(QUESTION, '').replace(ours, 'PICTURE');
      expect(rest.match(/PICTURE/g), protocol).to.have.length(2);
      expect(rest.replaceAll('\r\n', '\n').replace('\x1b[?62;4c', ''), protocol).to.not.match(
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/,
      );
    }
  });

  it('shows what an operator attached, too', async () => {
    await ticketWith([]);
    const path = here.file('map.png', pngOf(90, 80));
    expect((await here.desk('reply', '1', '--attach', path, '--message', 'This way.')).code).to.equal(0);
    const text = await shown();
    expect(text).to.include('90×80)]');
    expect(sent(text).map(one => one.equals(pngOf(90, 80)))).to.deep.equal([true]);
  });
});

/** A photo that says that it is a hundred times as large. */
function hugeJpeg(): Buffer {
  const bytes = Buffer.from(JPEG);
  const at = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes.writeUInt16BE(65_000, at + 5);
  bytes.writeUInt16BE(65_000, at + 7);
  return bytes;
}
