import { attributionAt } from './attribution.ts';
import { type HeadLabel, type Labelled, labelled, ORIGINAL_MESSAGE } from './head-labels.ts';
import { fromRule, isRule, type Line, writtenAbove, writtenBelow } from './written-lines.ts';

/**
 * Where the head of an old mail stands that has no quote sign before it: `From: … Sent: … To: …`, `-----Original
 * Message-----`, the heads of Lotus Notes. All below it is old. People write such lines too, of a journey or in a
 * form, so labels alone are not enough: an address, a date or a subject must be among them.
 */
const HEAD_LINES = 12;
const MOST_LOOSE = 4;

/** The first line of the head that begins at line `at`, the rule above it included; undefined when there is none. */
export function oldHeadAt(lines: readonly Line[], at: number): number | undefined {
  const line = lines[at];
  if (line === undefined || line.blank || line.depth > 0) return undefined;
  if (ORIGINAL_MESSAGE.test(line.text)) return at;
  if (isNotes(lines, at, line.text)) return at;
  const first = labelled(line.text);
  const ruled = fromRule(lines, at);
  if (first === undefined || (ruled === at && isIntroduced(lines, at))) return undefined;
  return isHead(lines, at, first, ruled < at) ? ruled : undefined;
}

const MOST_ABOVE = 14;

/**
 * Whether the words below the head at line `at` have quote signs: then answers may stand between them, and the head is
 * no more than an attribution.
 */
export function isHeadOfAQuote(lines: readonly Line[], at: number): boolean {
  for (let n = at; n < lines.length && n < at + MOST_ABOVE; n++) {
    if ((lines[n]?.depth ?? 0) > 0) return true;
    if (!isOfAHead(lines, n)) return false;
  }
  return false;
}

/** The first line of the head that ends right above the quote at line `at`. */
export function oldHeadAbove(lines: readonly Line[], at: number): number | undefined {
  let found: number | undefined;
  for (let n = at - 1; n >= 0 && n > at - MOST_ABOVE && isOfAHead(lines, n); n--) found = oldHeadAt(lines, n) ?? found;
  return found;
}

function isOfAHead(lines: readonly Line[], n: number): boolean {
  const line = lines[n];
  if (line === undefined || line.depth > 0) return false;
  if (line.blank || isRule(line.text, 3) || ORIGINAL_MESSAGE.test(line.text)) return true;
  return labelled(line.text)?.label !== undefined || attributionAt(lines, n) !== undefined;
}

/** `The mail I mean:` above it, or the rest of a header: then it is shown, not answered. */
function isIntroduced(lines: readonly Line[], at: number): boolean {
  const above = lines[writtenAbove(lines, at, 2)]?.text ?? '';
  return /[:：]$/.test(above) || RAW.test(labelled(above)?.word ?? '');
}

interface Seen {
  readonly labels: Set<HeadLabel>;
  labelLines: number;
  sender: boolean;
  address: boolean;
  /** A day and a time, or a day with its year. */
  date: boolean;
  /** Labels of a form, or of a header as it came. */
  form: boolean;
}

function isHead(lines: readonly Line[], at: number, first: Labelled, ruled: boolean): boolean {
  const isStart = first.label === 'from' || first.label === 'date' || (ruled && first.label !== undefined);
  if (!isStart && !ruled) return false;
  const { labels, labelLines, sender, address, date, form } = look(lines, at);
  if (labels.has('from') && labels.size >= 3 && (labels.has('subject') || address)) return !form || ruled;
  if (labels.has('from') && labels.has('date') && sender && date) return !form;
  if (labels.has('date') && labels.has('to') && labels.size === 2 && address && date) return !form;
  // A head in a language that nobody told us.
  return ruled && labelLines >= 3 && address && date;
}

/** What the labelled lines from `at` on hold; some programs put each into a paragraph of its own. */
function look(lines: readonly Line[], at: number): Seen {
  const seen: Seen = {
    labels: new Set(),
    labelLines: 0,
    sender: false,
    address: false,
    date: false,
    form: false,
  };
  let loose = 0;
  let open: HeadLabel | undefined;
  for (let n = at, used = 0; n < lines.length && used < HEAD_LINES; n++) {
    const line = lines[n];
    if (line === undefined || line.depth > 0 || isRule(line.text, 3)) break;
    if (line.blank) {
      if (labelled(lines[n + 1]?.text ?? '')?.label === undefined || n === at + 1 + loose + 8) break;
      continue;
    }
    used++;
    const said = labelled(line.text);
    if (said === undefined && ++loose > MOST_LOOSE) break;
    if (said !== undefined) open = said.label;
    note(seen, open, said, line.text);
  }
  return seen;
}

const ADDRESS = /[^\s@<>]{1,80}@[^\s@<>]{2,200}/;
const FULL_DATE =
  /(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2}|\p{L}{3,9}[- ]\d{1,2}[- ,]{1,2}\d{2}(?!\d)|\d\s?[月년年]|\d{1,2}[:.]\d{2}/u;
/** What a form on a web page asks for. */
const FORM =
  /^(?:(?:your|ihre?|votre|su|il tuo|seu)?(?:e-?mail(?:adresse|address)?|name|vorname|nachname|firstname|lastname|phone(?:number)?|tel|telefon|téléphone|telefono|teléfono|message|nachricht|mensaje|messaggio|mensagem|bericht|comments?|company|firma|website|nom|prénom|nombre|naam|address|adresse))$/u;
/** A header as it came, which people show to those who know about mail. */
const RAW =
  /^(?:x-.*|received|return-path|delivered-to|dkim-signature|mime-version|content-.*|message-id|feedback-id)$/;
/** Labels that run on in one line, where HTML lost its breaks: `From: a@x.example Date: …`. */
const INNER = /\s[*_]{0,2}(\p{L}{2,12})[*_]{0,2}\s?[:：]\s/gu;

function note(seen: Seen, open: HeadLabel | undefined, said: Labelled | undefined, text: string): void {
  if (said !== undefined) {
    seen.labelLines++;
    if (said.label !== undefined) seen.labels.add(said.label);
    seen.form ||= FORM.test(said.word) || RAW.test(said.word);
  }
  let label = open;
  for (const [, word] of said === undefined ? [] : text.matchAll(INNER)) {
    const inner = labelled(`${word}: x`)?.label;
    if (inner === undefined) continue;
    seen.labels.add(inner);
    if (inner === 'date') label = 'date';
  }
  const address = ADDRESS.test(text);
  seen.address ||= address;
  seen.sender ||= address && (said?.label ?? open) === 'from';
  seen.date ||= label === 'date' || open === undefined ? FULL_DATE.test(text) : false;
}

const NOTES_REPLY = /^\p{Lu}.{0,80}\s?-{2,3}\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\s\d{1,2}[:.]\d{2}.{0,12}-{2,3}/u;
const ONLY_A_DATE =
  /^(?:\p{L}{2,10}[.,]?\s)?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s{1,2}\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AP]M)?(?:\s[A-Z]{2,5})?$/iu;
const NOTES_TO = /^(?:to|an|à|para|a|aan|til|till|do|kime|кому|宛先)$/i;
const NOTES_SUBJECT = /^(?:subject|thema|betreff|objet|asunto|oggetto|onderwerp|emne|ämne|temat|aihe|assunto|件名)$/i;
const NOTES_LINES = 14;

/** `Ann ---23.11.2026 10:00:00---words`, or name, date, `To`, `Subject` on lines of their own. */
function isNotes(lines: readonly Line[], at: number, text: string): boolean {
  if (NOTES_REPLY.test(text)) return true;
  const next = writtenBelow(lines, at + 1, 2);
  if (!/^\p{L}/u.test(text) || next < 0 || !ONLY_A_DATE.test(lines[next]?.text ?? '')) return false;
  const below = lines.slice(next + 1, next + NOTES_LINES).map(line => line.text.split(/\s{3,}|\t/)[0] ?? '');
  return below.some(label => NOTES_TO.test(label)) && below.some(label => NOTES_SUBJECT.test(label));
}
