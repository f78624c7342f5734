import { readableDomain } from './punycode.ts';

/**
 * Domains that look like others: letters of two alphabets in one label, or a label of another alphabet whose letters
 * all look like ours. The guide is UTS 39 §5.2, "highly restrictive": Latin may stand beside the writings of Japan,
 * China and Korea, and beside nothing else. A name that is all Cyrillic below a Cyrillic top level looks like itself.
 */
const SCRIPTS = [
  ...['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Georgian', 'Hebrew', 'Arabic', 'Cherokee', 'Coptic', 'Thai'],
  ...['Devanagari', 'Bengali', 'Tamil', 'Telugu', 'Ethiopic', 'Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Hangul'],
] as const;
type Script = (typeof SCRIPTS)[number];
const OF_SCRIPT = SCRIPTS.map(script => [script, new RegExp(`\\p{Script=${script}}`, 'u')] as const);
const TOGETHER: readonly (readonly Script[])[] = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
];

/** Letters and what they look like; only those that nobody tells apart in a small size. */
const LOOKS = pairs(
  'аaсcԁdеeһhіiјjӏlоoрpԛqгrѕsυuѵvԝwхxуyҫcїïԍgոnսuօoցgհhյjզqαaοoνvρpιiκkτtχxγyεeηnωwϲcϳjκkᴀaɑaɡgıiʟlο0',
);
const TOP_LEVELS_OF_THEIR_OWN = /[^\u0000-\u024f]/;
const LONGEST = 253;

/** What the domain looks like or is made of, in words; undefined when there is nothing to say. Takes `xn--` too. */
export function mixedScripts(domain: string): string | undefined {
  const readable = readableDomain(domain.slice(0, LONGEST)).normalize('NFKC').toLowerCase();
  if (/^[\x00-\x7f]*$/.test(readable)) return undefined;
  const labels = readable.split('.');
  const mixed = labels.some(label => isMixed(scriptsOf(label)));
  const isElsewhere = TOP_LEVELS_OF_THEIR_OWN.test(labels.at(-1) ?? '');
  const looks = labels.map(looksLike).join('.');
  const imitates = /^[\x00-\x7f]*$/.test(looks) && (mixed || !isElsewhere);
  const said = [...(imitates ? [`looks like ${looks}`] : []), ...(mixed ? ['mixed scripts'] : [])];
  return said.length === 0 ? undefined : said.join(', ');
}

/** What a person must know of a domain, for brackets behind it: how `xn--` reads, and what it looks like. */
export function aboutDomain(domain: string): string | undefined {
  const readable = readableDomain(domain);
  const about = mixedScripts(domain);
  const said = [...(readable === domain ? [] : [`= ${readable}`]), ...(about === undefined ? [] : [about])];
  return said.length === 0 ? undefined : said.join(', ');
}

function scriptsOf(label: string): Script[] {
  return OF_SCRIPT.filter(([, letter]) => letter.test(label)).map(([script]) => script);
}

function isMixed(scripts: readonly Script[]): boolean {
  return scripts.length > 1 && !TOGETHER.some(together => scripts.every(script => together.includes(script)));
}

function looksLike(label: string): string {
  return [...label].map(letter => LOOKS.get(letter) ?? letter).join('');
}

function pairs(written: string): ReadonlyMap<string, string> {
  const letters = [...written];
  const found = new Map<string, string>();
  for (let n = 0; n + 1 < letters.length; n += 2) {
    const [letter = '', like = ''] = [letters[n], letters[n + 1]];
    if (!found.has(letter)) found.set(letter, like);
  }
  return found;
}
