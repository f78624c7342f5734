import { aboutDomain, mixedScripts } from './lookalike.ts';

/**
 * What stands behind the words of a link: its target once, and a mark when the words are the address of one site and
 * the target is another, which is how people are sent to a false bank. Links of two hosts of one owner are no lie.
 */
const LONGEST_LINK = 500;
/** Files and programs that end like a country does. */
const NO_TOP_LEVELS = new Set([
  'js',
  'md',
  'py',
  'sh',
  'rs',
  'ts',
  'cs',
  'ps',
  'so',
  'cc',
  'am',
  'ai',
  'pl',
  'gz',
  'vb',
]);
const TOP_LEVELS =
  /^(?:[a-z]{2}|com|net|org|info|biz|gov|edu|mil|int|app|dev|shop|online|site|bank|cloud|example|test|xn--.*)$/;

/** `<https://x.example/>`, with what is to be said of it; '' when the words say it all or it leads nowhere. */
export function linkTarget(words: string, written: string): string {
  const href = unwrapped(written.trim());
  const said = words.trim();
  if (/^tel:/i.test(href)) return digits(said).endsWith(digits(href).slice(-7)) ? '' : `<${shortened(href)}>`;
  if (/^mailto:/i.test(href)) return mailTarget(said, href);
  if (!/^(?:https?|ftp):/i.test(href)) return '';
  const target = /^(?:https?|ftp):[\\/]*([^/?#\\]*)/i.exec(href)?.[1] ?? '';
  const host = hostOf(target);
  const about = aboutDomain(host);
  const saidHost = hostInWords(said);
  const lies = saidHost !== undefined && host !== '' && !isOneOwner(saidHost, host);
  const isOdd = lies || mixedScripts(host) !== undefined;
  if (!isOdd && about === undefined && isSaid(said, href)) return '';
  const remarks = [
    ...(lies ? [`leads to ${host}`] : []),
    ...(about === undefined ? [] : [lies ? about : `${host} ${about}`]),
  ];
  return [
    `<${shortened(href)}>`,
    ...(isOdd ? ['(!)'] : []),
    ...(remarks.length > 0 ? [`[${remarks.join(' ')}]`] : []),
  ].join(' ');
}

function mailTarget(said: string, href: string): string {
  const address = decodedLetters(href.slice('mailto:'.length).replace(/\?.*$/s, '')).trim();
  if (address === '' || said.toLowerCase().includes(address.toLowerCase())) return '';
  const lies = /^[^\s@<>]{1,64}@[^\s@<>]{1,253}$/.test(said);
  return `<${shortened(address)}>${lies ? ` (!) [writes to ${shortened(address)}]` : ''}`;
}

/** Mail filters put their own address around every link; what was sent is in it. */
function unwrapped(href: string): string {
  const outlook =
    /^https:\/\/[a-z0-9.-]{1,60}\.safelinks\.protection\.outlook\.com\/(?:[a-z/]{0,20})\?(?:[^#]{0,200}&)?url=([^&#]+)/i.exec(
      href,
    );
  if (outlook?.[1] !== undefined) return decodedLetters(outlook[1]);
  const proofpoint = /^https:\/\/urldefense\.(?:com|us)\/v3\/__(https?:\/.{1,4000}?)__;/i.exec(href);
  return proofpoint?.[1]?.replace(/^(https?:\/)(?!\/)/i, '$1/') ?? href;
}

/** Percent codes of ASCII only: others could be half a letter. */
function decodedLetters(text: string): string {
  return text.replace(/%([2-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function isSaid(said: string, href: string): boolean {
  const bare = (address: string) =>
    address
      .toLowerCase()
      .replace(/^[a-z]{3,5}:\/\/(?:www\.)?|^www\./, '')
      .replace(/\/$/, '');
  return said.includes(href) || bare(said) === bare(href);
}

function shortened(href: string): string {
  const safe = href.replace(/[\s<>]/g, letter => `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return safe.length > LONGEST_LINK ? `${safe.slice(0, LONGEST_LINK)}…` : safe;
}

function digits(text: string): string {
  return text.replace(/\D/g, '');
}

/** What stands before an @ is a name to log in with, and the oldest way to hide where a link leads. */
function hostOf(authority: string): string {
  const host = authority
    .slice(authority.lastIndexOf('@') + 1)
    .replace(/:\d*$/, '')
    .replace(/\.$/, '');
  return decodedLetters(host).toLowerCase().slice(0, 253);
}

/** The host when the words are an address of the web and nothing else. */
function hostInWords(said: string): string | undefined {
  const match =
    /^(https?:\/\/)?(?:[^\s/@]{1,100}@)?((?:[\p{L}\p{M}\p{N}_-]{1,63}\.){1,10}([\p{L}\p{N}-]{2,30}))\.?(?::\d{1,5})?([/?#]\S*)?$/iu.exec(
      said.slice(0, 500),
    );
  const [, scheme, host = '', top = '', path] = match ?? [];
  if (match === null || /^\d+$/.test(top)) return undefined;
  const name = host.toLowerCase();
  const surely = scheme !== undefined || name.startsWith('www.');
  const known = TOP_LEVELS.test(top.toLowerCase()) && (!NO_TOP_LEVELS.has(top.toLowerCase()) || path !== undefined);
  return surely || known ? name : undefined;
}

/** Without a list of all public suffixes: the last two labels, or three below `co.uk` and its like. */
function isOneOwner(one: string, other: string): boolean {
  return ownerOf(one) === ownerOf(other);
}

function ownerOf(host: string): string {
  const labels = host.normalize('NFC').split('.');
  const top = labels.at(-1) ?? '';
  const below = labels.at(-2) ?? '';
  return labels.slice(top.length === 2 && below.length <= 3 ? -3 : -2).join('.');
}
