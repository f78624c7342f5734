import { isClosing } from './closings.ts';
import { isDeviceLine } from './device-line.ts';
import { isRule, type Line, writtenAbove } from './written-lines.ts';

/**
 * The signature at the end: below `-- ` (RFC 3676 §4.3) or another rule, below a closing such as `Best regards`, a card
 * of name, phone and address, or a line of a phone. `Thanks, Ann` is no closing but words. What stands below such a
 * line may still be an answer, so whatever reads like a sentence, asks, or begins with `PS` ends the search.
 */
const LINES = 12;

/** The first line of the signature that ends right before `end`; undefined when there is none. */
export function signatureFrom(lines: readonly Line[], end: number): number | undefined {
  const last = writtenAbove(lines, end, 40);
  if (last <= 0) return undefined;
  if (isDeviceLine(lines[last]?.text ?? '') && lines[last]?.depth === 0) return last;
  return belowDelimiter(lines, last + 1) ?? belowClosing(lines, last + 1) ?? card(lines, last + 1);
}

/** Walks up over at most LINES written lines. */
function* upwards(lines: readonly Line[], end: number): Generator<readonly [number, Line]> {
  let written = 0;
  for (let n = end - 1; n > 0 && written <= LINES + 1; n--) {
    const line = lines[n];
    if (line === undefined || line.depth > 0) return;
    if (line.blank) continue;
    written++;
    yield [n, line];
  }
}

function belowDelimiter(lines: readonly Line[], end: number): number | undefined {
  for (const [n, { text }] of upwards(lines, end)) {
    if (!isRule(text) && !/^[-–—]$/.test(text)) continue;
    if (!isDelimiter(lines, n, end)) return undefined;
    const above = lines[n - 1];
    return n > 1 && above?.depth === 0 && above.text === '--' ? n - 1 : n;
  }
  return undefined;
}

function isDelimiter(lines: readonly Line[], n: number, end: number): boolean {
  const text = lines[n]?.text ?? '';
  const below = lines.slice(n + 1, end);
  const written = below.filter(line => !line.blank);
  if (written.length > LINES) return false;
  if (text === '--') return !paragraphs(below).slice(1).some(isProse) && !isPostscript(written[0]?.text ?? '');
  if (written.length === 0 || paragraphs(below).some(isProse) || !written.every(isShort)) return false;
  if (written.some(line => contactOf(line.text) !== undefined)) return true;
  const above = lines[n - 1];
  const isAfterASentence = above?.blank === true || /[.!?…)]$/.test(above?.text ?? '');
  const isDash = /^[-–—]{1,3}$/.test(text);
  return isDash && isAfterASentence && written.length <= 4 && isName(written[0]?.text ?? '');
}

/** The closing and a person's name below it; a title of many words is no name. */
function belowClosing(lines: readonly Line[], end: number): number | undefined {
  const below: Line[] = [];
  for (const [n, line] of upwards(lines, end)) {
    if (isClosing(line.text)) {
      const isCard = below.length > 0 && isName(below[0]?.text ?? '') && below.slice(1).every(isShort);
      return isCard && !paragraphs(lines.slice(n + 1, end)).some(isProse) ? n : undefined;
    }
    below.unshift(line);
  }
  return undefined;
}

const MOST_OF_A_CARD = 8;

/** Then name and number are what was asked for. */
const WANTED =
  /(?<!\p{L})(?:call|phone|ring|reach|contact|address|deliver|ship|anruf|ruf\p{L}* |rückruf|telefon|adress|kontakt|erreich|liefer|appel|rappel|téléphon|joindre|coordonnées|llam|teléf|contact|direcci|chiam|telefon|indirizz|recapit|lig(?:ue|ar)|endereço|bel(?:len)?(?!\p{L})|adres|звон|телефон|адрес|kontakt|yhtey|osoit|zavol|adres|arayın|電話|住所|电话|地址)/iu;

/**
 * A last paragraph of short lines that begins with a name and has two kinds of contact. Below a line that ends with a
 * colon it is what was asked for.
 */
function card(lines: readonly Line[], end: number): number | undefined {
  let from = end;
  while (from > 0 && lines[from - 1]?.blank === false && lines[from - 1]?.depth === 0) from--;
  const written = lines.slice(from, end);
  if (from === 0 || written.length < 3 || written.length > MOST_OF_A_CARD || !written.every(isShort)) return undefined;
  if (!isName(written[0]?.text ?? '') || written.some(({ text }) => isProse(text))) return undefined;
  const kinds = new Set(written.map(line => contactOf(line.text)).filter(kind => kind !== undefined));
  const above = lines[writtenAbove(lines, from, 3)]?.text ?? '';
  const isOfContacts = written.slice(1).every(({ text }) => contactOf(text) !== undefined || !/\d/.test(text));
  return kinds.size >= 2 && isOfContacts && /[.!?…,)]$/.test(above) && !WANTED.test(above) ? from : undefined;
}

/** Runs of written lines, each as one text. */
function paragraphs(lines: readonly Line[]): readonly string[] {
  const found: string[] = [];
  let open = false;
  for (const { text, blank } of lines) {
    if (!blank) found.push(open ? `${found.pop()} ${text}` : text);
    open = !blank;
  }
  return found;
}

function isPostscript(text: string): boolean {
  return /^p\.?\s?p?\.?\s?s\.?(?:[\s:.]|$)/i.test(text);
}

const SENTENCE_WORDS = 6;

/** Reads like a sentence that somebody wrote now. */
function isProse(text: string): boolean {
  if (/[?？]$/.test(text) || isPostscript(text)) return true;
  if (/[。！]$/.test(text)) return true;
  return /[.!…]$/.test(text) && text.split(/\s+/).length >= SENTENCE_WORDS && !/@|www\.|https?:/.test(text.slice(-60));
}

const LONGEST_OF_A_CARD = 90;

function isShort({ text, length }: Line): boolean {
  return length <= 2 * LONGEST_OF_A_CARD && text.replace(/<[^<>]{1,300}>/g, '').length <= LONGEST_OF_A_CARD;
}

const PARTICLES =
  /^(?:de|del|della|di|da|dos|do|la|le|van|von|vom|zu|der|den|ten|ter|el|al|bin|ibn|dr|prof|mag|ing|dipl|mr|mrs|ms|herr|frau|the)\.?$/i;

/** One to three words such as a person is called; titles and particles do not count. */
function isName(text: string): boolean {
  const [name = ''] = text.replace(/^[-*_~\s]{1,4}/, '').split(/[,(|/<[]|\s[-–—]\s/);
  const words = name
    .trim()
    .split(/\s+/)
    .filter(word => !PARTICLES.test(word) && !/^\p{L}\.$/u.test(word));
  const isWord = (word: string) => /^\p{L}[\p{L}\p{M}'’.-]{0,24}\*{0,2}$/u.test(word);
  return words.length >= 1 && words.length <= 3 && words.every(isWord) && !/[:?!]$/.test(text);
}

/** The kind of contact that a line of a card gives. */
function contactOf(text: string): 'mail' | 'web' | 'phone' | undefined {
  if (/[^\s@]{1,64}@[^\s@]{1,100}\.\p{L}{2,}/u.test(text)) return 'mail';
  if (/(?:https?:\/\/|www\.)\S{3,}/i.test(text)) return 'web';
  const digits = text.replace(/\D/g, '').length;
  return digits >= 7 && digits <= 30 && /(?:^|[\s:+(])\+?\(?\d[\d\s()./-]{5,25}\d/.test(text) ? 'phone' : undefined;
}
