import { decodeBytes } from './charset.ts';

/**
 * Character references of HTML: the numeric ones and the names of HTML 4, which is what mail programs write.
 * A name that is not in the table stays as it was written: nothing is lost, it only looks odd.
 */
const LATIN_1 = (
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro ' +
  'para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil ' +
  'Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave ' +
  'Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml ' +
  'igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute ' +
  'thorn yuml'
).split(' ');
const GREEK_CAPITALS = 'Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho';
const GREEK_SMALL =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon ' +
  'phi chi psi omega';
const OTHERS: Readonly<Record<string, number>> = {
  ...{
    amp: 0x26,
    lt: 0x3c,
    gt: 0x3e,
    quot: 0x22,
    apos: 0x27,
    OElig: 0x152,
    oelig: 0x153,
    Scaron: 0x160,
    scaron: 0x161,
  },
  ...{ Yuml: 0x178, fnof: 0x192, circ: 0x2c6, tilde: 0x2dc, ensp: 0x2002, emsp: 0x2003, thinsp: 0x2009, zwnj: 0x200c },
  ...{
    zwj: 0x200d,
    lrm: 0x200e,
    rlm: 0x200f,
    ndash: 0x2013,
    mdash: 0x2014,
    lsquo: 0x2018,
    rsquo: 0x2019,
    sbquo: 0x201a,
  },
  ...{ ldquo: 0x201c, rdquo: 0x201d, bdquo: 0x201e, dagger: 0x2020, Dagger: 0x2021, bull: 0x2022, hellip: 0x2026 },
  ...{ permil: 0x2030, prime: 0x2032, Prime: 0x2033, lsaquo: 0x2039, rsaquo: 0x203a, euro: 0x20ac, trade: 0x2122 },
  ...{ larr: 0x2190, uarr: 0x2191, rarr: 0x2192, darr: 0x2193, harr: 0x2194, minus: 0x2212, infin: 0x221e, ne: 0x2260 },
  ...{ le: 0x2264, ge: 0x2265, asymp: 0x2248, check: 0x2713, star: 0x2606, Sigma: 0x3a3, Tau: 0x3a4, Upsilon: 0x3a5 },
  ...{
    Phi: 0x3a6,
    Chi: 0x3a7,
    Psi: 0x3a8,
    Omega: 0x3a9,
    num: 0x23,
    dollar: 0x24,
    percnt: 0x25,
    lpar: 0x28,
    rpar: 0x29,
  },
  ...{ ast: 0x2a, comma: 0x2c, period: 0x2e, colon: 0x3a, semi: 0x3b, commat: 0x40, lowbar: 0x5f, Tab: 9, NewLine: 10 },
};
const NAMES = new Map<string, number>([
  ...LATIN_1.map((name, n) => [name, 160 + n] as const),
  ...GREEK_CAPITALS.split(' ').map((name, n) => [name, 0x391 + n] as const),
  ...GREEK_SMALL.split(' ').map((name, n) => [name, 0x3b1 + n] as const),
  ...Object.entries(OTHERS),
]);
const REFERENCE = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z][a-z0-9]{1,9}));?/gi;

export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(REFERENCE, (written: string, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return letter(Number.parseInt(hex, 16));
    if (decimal !== undefined) return letter(Number(decimal));
    const code = NAMES.get(name ?? '');
    return code === undefined || (!written.endsWith(';') && code > 0xff) ? written : String.fromCodePoint(code);
  });
}

/** 0x80 to 0x9f are meant as Windows-1252 (HTML Standard §13.2.5.80); what is no letter is U+FFFD. */
function letter(code: number): string {
  if (code >= 0x80 && code <= 0x9f) return decodeBytes(Uint8Array.of(code), 'windows-1252');
  const isLetter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isLetter ? String.fromCodePoint(code) : '\ufffd';
}
