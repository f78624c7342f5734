import { OLD_CHARSETS } from './old-charsets.ts';

/**
 * What senders call charsets, in the names that TextDecoder knows (Encoding Standard), or one of ours for those it
 * refuses: `utf-7`, `hz`, `iso-2022-kr`, `iso-2022-cn`, `utf-16`, `utf-32`. Undefined is a charset that nobody knows.
 */
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'utf-8': 'utf8 unicode11utf8 utf8mb4 utf utf8bom xutf8 utf8sig',
    ascii: 'ascii usascii ansix341968 ansix341986 iso646us iso646 us 7bit ansi',
    unlabelled: '8bit unknown unknown8bit xunknown default none null binary xuserdefined',
    'utf-16': 'utf16 unicode ucs2 iso10646ucs2',
    'utf-16le': 'utf16le ucs2le unicodelittle',
    'utf-16be': 'utf16be ucs2be unicodebig',
    'utf-32': 'utf32 ucs4 iso10646ucs4 utf32le utf32be',
    'utf-7': 'utf7 unicode11utf7 xunicode11utf7 csunicode11utf7 xutf7',
    hz: 'hz hzgb2312 hzgb',
    'iso-2022-kr': 'iso2022kr csiso2022kr',
    'iso-2022-cn': 'iso2022cn iso2022cnext',
    'iso-2022-jp':
      'iso2022jp iso2022jp1 iso2022jp2 iso2022jp3 iso2022jpms csiso2022jp jis xjis cp50220 cp50221 cp50222',
    gb18030: 'gb18030 gb2312 gbk xgbk euccn xeuccn gb231280 csgb2312 chinese cp936 ms936 windows936 gb xcp20936 cngb',
    big5: 'big5 big5hkscs xbig5 big5eten cnbig5 cp950 ms950 windows950 csbig5',
    'euc-kr':
      'euckr ksc56011987 ksc5601 ksc56011989 ksc56011992 ks5601 uhc cp949 ms949 windows949 korean xwindows949 kseuc',
    'euc-jp': 'eucjp xeuc xeucjp eucjpms ujis cseucpkdfmtjapanese',
    shift_jis: 'shiftjis sjis xsjis mskanji ms932 cp932 windows932 windows31j cswindows31j xmscp932 shiftjisx0213',
    'koi8-r': 'koi8r koi8 koi cskoi8r cp20866 cp878',
    'koi8-u': 'koi8u koi8ru cp21866',
    ibm866: 'ibm866 cp866 866 csibm866 dos866',
    maccenteuro: 'xmacce macce maccenteuro maccentraleurope xmaccentraleurroman',
    macgreek: 'macgreek xmacgreek',
    macturkish: 'macturkish xmacturkish',
    macintosh: 'macintosh mac macroman xmacroman applemacintosh xmac',
    'x-mac-cyrillic': 'xmaccyrillic maccyrillic xmacukrainian macukrainian',
    'windows-874': 'tis620 dos874 thai ms874 tis6202529 iso885911',
    'windows-1252': 'ansi1252 westerneuropean westerneuropeanwindows',
    'windows-1253': 'greek greek8 elot928',
    'iso-8859-8': 'hebrew visual',
    'iso-8859-6': 'arabic asmo708 ecma114',
    'iso-8859-5': 'cyrillic',
  }).flatMap(([name, labels]) => labels.split(' ').map(label => [label, name] as const)),
);
/** Latin-N by N; the Encoding Standard reads the first as windows-1252 and the fifth as windows-1254. */
const LATIN = ['', '1', '2', '3', '4', '9', '10', '13', '14', '15', '16'];
const LONGEST_LABEL = 100;

export function charsetName(label: string): string | undefined {
  const key = label
    .slice(0, LONGEST_LABEL)
    .toLowerCase()
    .replace(/\*.*$/, '')
    .replace(/[^a-z0-9]/g, '')
    .replace(/charset$/, '');
  if (key === '') return 'unlabelled';
  const known = NAMES.get(key);
  if (known !== undefined) return known;
  const dos = /^(?:cs)?(?:cp|ibm|dos|pc)0*(\d{3})/.exec(key)?.[1];
  if (dos !== undefined && OLD_CHARSETS.has(`cp${dos}`)) return `cp${dos}`;
  const windows = /^(?:x|cs)?(?:cp|win|windows|microsoftcp|ms|ansi)(125[0-8]|874)/.exec(key)?.[1];
  if (windows !== undefined) return `windows-${windows}`;
  const latin = LATIN[Number(/^l(?:atin)?(\d{1,2})$/.exec(key)?.[1] ?? 0)];
  const part = latin || /^(?:x|cs)?(?:iso)?8859(1[0-6]|[1-9])/.exec(key)?.[1];
  return part === undefined ? inStandard(label) : isoName(part);
}

function isoName(part: string): string | undefined {
  if (part === '1') return 'windows-1252';
  if (part === '9') return 'windows-1254';
  if (part === '11') return 'windows-874';
  return part === '12' ? undefined : `iso-8859-${part}`;
}

/** The only way to ask whether TextDecoder knows a label is to try it. */
function inStandard(label: string): string | undefined {
  try {
    const { encoding } = new TextDecoder(label.trim());
    return encoding === 'replacement' ? undefined : encoding;
  } catch {
    return undefined;
  }
}
