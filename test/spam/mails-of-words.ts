/** Mails for the tests of the filter: short, of words that tell the kinds apart, and no two alike. */
export interface TaughtMail {
  readonly bytes: Uint8Array;
  readonly label: 'ham' | 'spam';
  readonly sender: string;
}

const HAM = 'printer invoice meeting server password update ticket manual delivery order question monday'.split(' ');
const SPAM = 'winner casino pills free money offer click bonus cheap loan credit lottery'.split(' ');
const BOTH = 'the and you please thank for with this that your'.split(' ');

/** The same seed gives the same mails. */
export function mailsOfWords(count: number, seed = 1): TaughtMail[] {
  const dice = diceOf(seed);
  return Array.from({ length: count }, (_, n) => {
    const label = dice() < 0.35 ? 'spam' : 'ham';
    const sender = `${label}${Math.floor(dice() * 200)}@${label === 'spam' ? 'shop' : 'works'}.example`;
    return { bytes: mailOf(label, sender, n, dice), label, sender };
  });
}

function mailOf(label: 'ham' | 'spam', sender: string, n: number, dice: () => number): Uint8Array {
  const own = label === 'spam' ? SPAM : HAM;
  const pick = (words: readonly string[]) => words[Math.floor(dice() * words.length)] ?? '';
  const words = Array.from({ length: 30 }, () => pick(dice() < 0.4 ? own : BOTH));
  const lines = [
    `From: ${sender}`,
    'To: support@example.org',
    `Subject: ${pick(own)} ${pick(BOTH)}`,
    `Message-ID: <${n}.${label}@${sender.split('@')[1]}>`,
    '',
    words.join(' '),
  ];
  return Buffer.from(lines.join('\r\n'));
}

/** Numbers from 0 to 1, the same for the same seed. */
export function diceOf(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

/** As random as the ids of words are. */
export function randomId(dice: () => number): number {
  return Math.floor(dice() * 2 ** 20) * 2 ** 32 + Math.floor(dice() * 2 ** 32) + 1;
}
