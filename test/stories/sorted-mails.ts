/** Mails that are plainly ham or spam to whoever learned some of them; made from a seed, the same each time. */
export interface SortedMail {
  readonly label: 'ham' | 'spam';
  readonly subject: string;
  readonly bytes: string;
}

const HAM = (
  'printer toner tray paper scanner invoice contract meeting monitor keyboard password login folder backup laptop ' +
  'battery cable office floor telephone headset mailbox calendar report broken error screen restart order delivery'
).split(' ');
const SPAM = (
  'winner lottery million transfer urgent casino bonus jackpot discount pills miracle weight cheap watches loan ' +
  'credit debt guaranteed offer limited click exclusive prize claim investment profit risk congratulations inherit'
).split(' ');
const BOTH =
  'the and with you please this that have from about today thanks hello need will when our new time can'.split(' ');

/** Park and Miller's: good enough to draw words with. */
export function dice(seed: number): (sides: number) => number {
  let state = (seed % 2147483646) + 1;
  return sides => {
    state = (state * 48271) % 2147483647;
    return state % sides;
  };
}

/** `spamIn`: one in so many is spam. */
export function sortedMails(seed: number, count: number, spamIn = 3): SortedMail[] {
  const roll = dice(seed);
  return Array.from({ length: count }, (_, n) =>
    mailOf(n % spamIn === spamIn - 1 ? 'spam' : 'ham', `${seed}-${n}`, roll),
  );
}

function mailOf(label: SortedMail['label'], id: string, roll: (sides: number) => number): SortedMail {
  const words = label === 'spam' ? SPAM : HAM;
  const some = (from: readonly string[], n: number) => Array.from({ length: n }, () => from[roll(from.length)]!);
  const text = Array.from({ length: 6 }, () => [...some(BOTH, 4), ...some(words, 4)].join(' ')).join('.\r\n');
  const sender = label === 'spam' ? `promo${roll(9999)}@mass${roll(500)}.example` : `user${roll(9999)}@example.org`;
  const subject = `${some(words, 3).join(' ')} ${id}`;
  const bytes = [
    `From: ${sender.split('@')[0]} <${sender}>`,
    'To: support@desk.example',
    `Subject: ${subject}`,
    `Message-ID: <${id}.${roll(1e6)}@${sender.split('@')[1]}>`,
    ...(label === 'spam' ? ['X-Mailer: MassSender 3.1'] : []),
    '',
    `${text}.`,
    '',
  ].join('\r\n');
  return { label, subject, bytes };
}
