/**
 * Who was not reached, out of a notice in free words. General rules go by where an address stands: at the head of a
 * line, behind a word that says "to", or in the transcript of an SMTP session. The surest place that has any wins, so
 * the sender's own address, postmasters and people to ask are not named as failed.
 */
export interface NamedRecipient {
  readonly address: string;
  /** What the notice says about it, up to the next recipient; one line, PARAGRAPH between paragraphs. */
  readonly words: string;
}

/** What is known from outside the words. */
export interface NoticeOf {
  /** X-Failed-Recipients: the server's own list. */
  readonly failed: readonly string[];
  /** Lower case: who the notice was sent to, the sender of the letter. */
  readonly senders: readonly string[];
}

export const PARAGRAPH = '\u2029';
const MOST_RECIPIENTS = 200;
const MOST_LINES = 2000;
const LONGEST_LINE = 1000;
const LONGEST_WORDS = 2000;
const LINES_OF_ONE = 40;

const HOST = '(?:[\\p{L}\\p{N}_-]{1,63}\\.){0,20}[\\p{L}\\p{N}_-]{1,63}';
const ADDRESS = `(?:"[^"\\n]{1,64}"|[^\\s"<>()（）「」【】：，；。、[\\]:;,\\\\@|]{1,128})@(?:${HOST}|\\[[\\d.]{7,15}\\])`;
const AT_HEAD = new RegExp(
  `^[\\s*•·>|-]{0,20}(?:\\[?status: [^@]{0,40}address: )?(?:<|"|'|“)?(?:smtp:|rfc822;|mailto:)?(${ADDRESS})(?:>|"|'|”)?(?<rest>.*)$`,
  'iu',
);
const ANYWHERE = new RegExp(ADDRESS, 'giu');
/** What may follow an address that begins a record; anything else is the middle of a sentence. */
const REST =
  /^\s*(?:$|[:,]|\.{2,}|[([<{]|[-–—=]+\s|on [\w,]{1,12} |(?:invalid|error|unknown|failed|undeliverable|rejected|user|no such|not found|does not|could not|was not|is not|has)\b|さん|様|の|へ)/i;
/** The words directly before an address that failed. */
const TOLD_TO =
  /(?:\b(?:recipient|address|mailbox|user|alias|adresse|dirección|indirizzo|endereço|adres|адрес\S*|empfänger|destinataires?|destinatari[oa]s?)(?:\(?e?s\)?)?(?: address(?:\(?es\)?)?)?|\b(?:deliver(?:ed|ing|y)?|sen[dt]|sending|undeliverable|undelivered|reached?|reaching|returned|delivery)\b[^@]{0,80}?\b(?:to|for|recipient\(?s?\)?|address(?:es)?|errors?)|unknown user|userid|exceeds allowed size|attempts|mailbox is full|not delivered to|宛先|受信者|收件人)[\s:：<"'(„«-]{0,10}$/i;
const ABOUT_SENDER =
  /(?:\b(?:from|sender|by|cc|reply[- ]to|mail from|return-path|contact(?:ing)?|ask|e-?mail(?: me)?(?: at)?|message-id|assistance|help|questions?|original sender|generated from|expanded from|errors-to|support|write to|forward\w*[^@]{0,40}to|abuse|envelope-from|envelope-sender|arrival|received-from)\b)[\s:：<"'(=]{0,10}$/i;
const SENDER_LINE =
  /^[\s>]{0,10}(?:from|to|cc|sender|reply-to|return-path|subject|date|sent|message-id|mail from|original sender)\s?:/i;
/** A line of an SMTP session or of a server's answer. */
const TRANSCRIPT = new RegExp(
  `(?:\\brcpt to:?\\s*<?|^[\\s<>]{0,8}[45]\\d\\d[ -](?:[245]\\.\\d+\\.\\d+ )?<?|[45]\\d\\d [^@]{0,60}<)(${ADDRESS})`,
  'iu',
);

interface Hit extends NamedRecipient {
  readonly line: number;
}

/** In the order of the notice. */
export function namedRecipients(notice: string, about: NoticeOf): NamedRecipient[] {
  const lines = notice
    .split('\n')
    .slice(0, MOST_LINES)
    .map(line => line.slice(0, LONGEST_LINE).trimEnd());
  if (about.failed.length > 0) {
    const hits = [...atHead(lines), ...toldTo(lines), ...inTranscript(lines)].sort((a, b) => a.line - b.line);
    const all = withWords(
      hits.filter(hit => about.failed.some(address => same(address, hit.address))),
      lines,
    );
    return about.failed.slice(0, MOST_RECIPIENTS).map(address => ({
      address,
      words: wordsOf(all, address) ?? (about.failed.length === 1 ? oneLine(lines) : ''),
    }));
  }
  for (const find of [atHead, toldTo, inTranscript, anywhere]) {
    const hits = merged(withWords(find(lines), lines));
    const others = hits.filter(({ address }) => !about.senders.includes(address.toLowerCase()));
    if (others.length > 0) return others.slice(0, MOST_RECIPIENTS);
    if (hits.length > 0 && find !== anywhere) return hits.slice(0, 1);
  }
  return [];
}

function atHead(lines: readonly string[]): Hit[] {
  return lines.flatMap((line, n) => {
    const match = AT_HEAD.exec(line);
    const address = match?.[1];
    if (address === undefined || !hasDomain(address, line)) return [];
    const rest = match?.groups?.rest ?? '';
    const wraps = endsOpen(lines[n - 1]);
    if (wraps && (ABOUT_SENDER.test(lines[n - 1] ?? '') || /^\s*,/.test(rest))) return [];
    return REST.test(rest) ? [{ address, words: '', line: n }] : [];
  });
}

/** The sentence above goes on in this line. */
function endsOpen(before: string | undefined): boolean {
  return before !== undefined && before.trim() !== '' && !/[.:：;>)\]*=-]$|[^\x00-\x7f]$/.test(before.trim());
}

function toldTo(lines: readonly string[]): Hit[] {
  return lines.flatMap((line, n) => {
    if (SENDER_LINE.test(line)) return [];
    return Array.from(line.matchAll(ANYWHERE)).flatMap(match => {
      const before = line.slice(Math.max(0, match.index - 120), match.index);
      const prefix = before.trim() === '' && endsOpen(lines[n - 1]) ? `${lines[n - 1] ?? ''} ` : before;
      const ends = line.slice(match.index + match[0].length).trim() === '' && /^[^@:]{3,80}:\s*<?$/.test(before);
      const told = (TOLD_TO.test(prefix) || ends) && !ABOUT_SENDER.test(prefix);
      return told && hasDomain(match[0], line) ? [{ address: trimmed(match[0]), words: '', line: n }] : [];
    });
  });
}

function inTranscript(lines: readonly string[]): Hit[] {
  return lines.flatMap((line, n) => {
    const address = TRANSCRIPT.exec(line)?.[1];
    return address === undefined || /mail from/i.test(line) ? [] : [{ address: trimmed(address), words: '', line: n }];
  });
}

/** The last resort: the one address that is nobody's whom the notice tells to ask. */
function anywhere(lines: readonly string[]): Hit[] {
  const hits = lines.flatMap((line, n) =>
    SENDER_LINE.test(line)
      ? []
      : Array.from(line.matchAll(ANYWHERE))
          .filter(match => !ABOUT_SENDER.test(line.slice(0, match.index)) && hasDomain(match[0], line))
          .map(match => ({ address: trimmed(match[0]), words: '', line: n })),
  );
  const people = hits.filter(
    ({ address }) => !/^(?:postmaster|mailer-daemon|abuse|support|help|info|webmaster)@/i.test(address),
  );
  return new Set(people.map(({ address }) => address.toLowerCase())).size === 1 ? people.slice(0, 1) : [];
}

/** A host without a dot counts only between angle brackets. */
function hasDomain(address: string, line: string): boolean {
  return /@\[|@[^@]*\./.test(address) || line.includes(`<${address}>`);
}

function trimmed(address: string): string {
  return address.replace(/[.'’]+$/, '').replace(/^['’]+/, '');
}

/** To each the lines from its own to the next recipient's. */
function withWords(hits: readonly Hit[], lines: readonly string[]): Hit[] {
  return hits.map((hit, n) => {
    const next = hits.slice(n + 1, n + 20).find(({ line, address }) => line > hit.line && !same(address, hit.address));
    const end = Math.min(next?.line ?? lines.length, hit.line + LINES_OF_ONE);
    return { ...hit, words: oneLine(lines.slice(hit.line, end)) };
  });
}

/** One entry for each address, with all that was said about it. */
function merged(hits: readonly Hit[]): Hit[] {
  const all = new Map<string, Hit>();
  for (const hit of hits) {
    const key = hit.address.toLowerCase();
    const known = all.get(key);
    if (known === undefined) all.set(key, { ...hit, address: trimmed(hit.address) });
    else if (!known.words.includes(hit.words)) {
      all.set(key, { ...known, words: `${known.words} ${hit.words}`.slice(0, LONGEST_WORDS) });
    }
  }
  return [...all.values()];
}

function wordsOf(hits: readonly Hit[], address: string): string | undefined {
  return merged(hits).find(hit => same(hit.address, address))?.words;
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Paragraphs stay apart: what a server said ends with its own. */
function oneLine(lines: readonly string[]): string {
  const joined = lines.map(line => (line.trim() === '' ? PARAGRAPH : line)).join(' ');
  return joined
    .slice(0, 2 * LONGEST_WORDS)
    .replace(/[^\S\u2029]+/g, ' ')
    .trim()
    .slice(0, LONGEST_WORDS);
}
