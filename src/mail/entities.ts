/**
 * Character references of HTML: the numeric ones the names of HTML 4, which is what mail programs write,
 * and of HTML 5 those of letters and signs that editors write.
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
/** Names with their code points in hexadecimal. */
const OTHERS =
  'amp 26 lt 3c gt 3e quot 22 apos 27 AMP 26 LT 3c GT 3e QUOT 22 COPY a9 REG ae OElig 152 oelig 153 Scaron 160 scaron 161 ' +
  'Yuml 178 fnof 192 circ 2c6 tilde 2dc ensp 2002 emsp 2003 emsp13 2004 emsp14 2005 numsp 2007 puncsp 2008 thinsp 2009 ' +
  'hairsp 200a ZeroWidthSpace 200b zwnj 200c zwj 200d lrm 200e rlm 200f hyphen 2010 dash 2010 ndash 2013 mdash 2014 ' +
  'horbar 2015 lsquo 2018 rsquo 2019 sbquo 201a ldquo 201c rdquo 201d bdquo 201e dagger 2020 Dagger 2021 bull 2022 ' +
  'bullet 2022 hellip 2026 permil 2030 prime 2032 Prime 2033 lsaquo 2039 rsaquo 203a oline 203e frasl 2044 NoBreak 2060 ' +
  'euro 20ac image 2111 weierp 2118 real 211c trade 2122 alefsym 2135 larr 2190 uarr 2191 rarr 2192 darr 2193 harr 2194 ' +
  'crarr 21b5 lArr 21d0 uArr 21d1 rArr 21d2 dArr 21d3 hArr 21d4 forall 2200 part 2202 exist 2203 empty 2205 nabla 2207 ' +
  'isin 2208 notin 2209 ni 220b prod 220f sum 2211 minus 2212 lowast 2217 radic 221a prop 221d infin 221e ang 2220 ' +
  'and 2227 or 2228 cap 2229 cup 222a int 222b there4 2234 sim 223c cong 2245 asymp 2248 ne 2260 equiv 2261 le 2264 ' +
  'ge 2265 sub 2282 sup 2283 nsub 2284 sube 2286 supe 2287 oplus 2295 otimes 2297 perp 22a5 sdot 22c5 lceil 2308 ' +
  'rceil 2309 lfloor 230a rfloor 230b lang 27e8 rang 27e9 loz 25ca star 2606 starf 2605 phone 260e spades 2660 ' +
  'clubs 2663 hearts 2665 diams 2666 check 2713 checkmark 2713 cross 2717 Sigma 3a3 Tau 3a4 Upsilon 3a5 Phi 3a6 ' +
  'Chi 3a7 Psi 3a8 Omega 3a9 thetasym 3d1 upsih 3d2 piv 3d6 excl 21 num 23 dollar 24 percnt 25 lpar 28 rpar 29 ast 2a ' +
  'plus 2b comma 2c period 2e sol 2f colon 3a semi 3b equals 3d quest 3f commat 40 lsqb 5b lbrack 5b bsol 5c rsqb 5d ' +
  'rbrack 5d Hat 5e lowbar 5f grave 60 lcub 7b lbrace 7b verbar 7c vert 7c rcub 7d rbrace 7d Tab 9 NewLine a ' +
  'Lstrok 141 lstrok 142 Dstrok 110 dstrok 111 inodot 131 imath 131 fflig fb00 filig fb01 fllig fb02';
/** The letters of central Europe are a letter and one of these: `&zcaron;`, `&eogon;`. */
const ACCENTS = new Map<string, string>([
  ...[['caron', '\u030c'] as const, ['acute', '\u0301'] as const, ['ogon', '\u0328'] as const],
  ...[['dot', '\u0307'] as const, ['ring', '\u030a'] as const, ['dblac', '\u030b'] as const],
  ...[['macr', '\u0304'] as const, ['breve', '\u0306'] as const, ['cedil', '\u0327'] as const],
]);
const NAMES = new Map<string, number>([
  ...LATIN_1.map((name, n) => [name, 160 + n] as const),
  ...GREEK_CAPITALS.split(' ').map((name, n) => [name, 0x391 + n] as const),
  ...GREEK_SMALL.split(' ').map((name, n) => [name, 0x3b1 + n] as const),
  ...[...OTHERS.matchAll(/(\S+) (\S+)/g)].map(([, name = '', code = '']) => [name, Number.parseInt(code, 16)] as const),
]);
const REFERENCE = /&(?:#x([0-9a-f]{1,8})|#(\d{1,9})|([a-z][a-z0-9]{1,23}));?/gi;

export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(REFERENCE, (written: string, hex?: string, decimal?: string, name = '', at = 0) => {
    if (hex !== undefined) return letter(Number.parseInt(hex, 16));
    if (decimal !== undefined) return letter(Number(decimal));
    return named(written, name, text[at + written.length]);
  });
}

/** Without its semicolon only an old name counts, and not `&copy=2`: that is the next field of an address. */
function named(written: string, name: string, next: string | undefined): string {
  const code = NAMES.get(name);
  if (written.endsWith(';')) return code === undefined ? (accented(name) ?? written) : String.fromCodePoint(code);
  if (code !== undefined && code <= 0xff && next !== '=') return String.fromCodePoint(code);
  return name.startsWith('nbsp') && next !== '=' ? `\u00a0${name.slice(4)}` : written;
}

function accented(name: string): string | undefined {
  const accent = ACCENTS.get(name.slice(1));
  const joined = accent === undefined ? '' : `${name[0]}${accent}`.normalize('NFC');
  return joined.length === 1 ? joined : undefined;
}

function letter(code: number): string {
  if (code >= 0x80 && code <= 0x9f) return WINDOWS_1252[code - 0x80] ?? '\ufffd';
  const isLetter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isLetter ? String.fromCodePoint(code) : '\ufffd';
}

/** 0x80 to 0x9f are meant as Windows-1252 (HTML Standard §13.2.5.80); five of them are nothing there either. */
const WINDOWS_1252 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

/** Letters where a control of C1 was read, as it is with mail that says Latin-1 and is not. */
export function withoutC1(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, control => letter(control.charCodeAt(0)));
}
