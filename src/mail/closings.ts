/**
 * What letters end with, above the name. Words of thanks are missing on purpose: `Thanks, Ann` is an answer, not a
 * signature.
 */
const ENGLISH =
  /^(?:(?:thanks (?:and|&) |with )?(?:(?:my|very|many|best|kind|kindest|warm|warmest) ){0,3}regards|(?:all the )?best(?: wishes)?|(?:yours )?(?:very )?(?:sincerely|faithfully|truly)(?: yours)?|cordially|respectfully|cheers|rgds|brgds)$/;
const GERMAN =
  /^(?:mit )?(?:(?:den )?(?:freundliche[nm]?|beste[nm]?|liebe[nm]?|schöne[nm]?|herzliche[nm]?|viele[n]?|sonnige[n]?|kollegiale[nm]?) ){0,2}(?:gruß|gruss|grüße|grüsse|grüßen|grüssen|gruessen|gruesse)(?: aus \p{L}+| an \p{L}+)?$/u;
const OTHERS = new Set([
  ...['mfg', 'm.f.g', 'vg', 'lg', 'bg', 'hochachtungsvoll', 'freundlichst'],
  ...['cordialement', 'bien cordialement', 'très cordialement', 'bien à vous', 'bien à toi', 'sincères salutations'],
  ...[
    'salutations',
    'cordiales salutations',
    'meilleures salutations',
    'salutations distinguées',
    'amicalement',
    'cdlt',
  ],
  ...['met vriendelijke groet', 'met vriendelijke groeten', 'vriendelijke groet', 'vriendelijke groeten', 'groet'],
  ...['groeten', 'hartelijke groet', 'hartelijke groeten', 'met hartelijke groet', 'mvg', 'hoogachtend', 'gr'],
  ...['с уважением', 'с наилучшими пожеланиями', 'с искренним уважением', 'всего доброго', 'всего наилучшего'],
  ...['з повагою', 'с уважение', 'поздрави'],
  ...[
    'saludos',
    'un saludo',
    'saludos cordiales',
    'un cordial saludo',
    'cordiales saludos',
    'reciba un cordial saludo',
  ],
  ...['atentamente', 'muy atentamente', 'cordialmente', 'un abrazo', 'saluts', 'salutacions', 'atentament'],
  ...['cordiali saluti', 'distinti saluti', 'saluti', 'un saluto', 'i migliori saluti', 'un cordiale saluto'],
  ...['atenciosamente', 'cumprimentos', 'com os melhores cumprimentos', 'melhores cumprimentos', 'abraço', 'abraços'],
  ...['att', 'atte', 'atentamente', 'saudações', 'cordiais cumprimentos', 'respeitosamente'],
  ...['pozdrawiam', 'z poważaniem', 'serdecznie pozdrawiam', 'pozdrawiam serdecznie', 'z wyrazami szacunku', 'pozdr'],
  ...['z pozdrowieniami', 'łączę wyrazy szacunku'],
  ...['med vänlig hälsning', 'med vänliga hälsningar', 'vänliga hälsningar', 'vänlig hälsning', 'hälsningar', 'mvh'],
  ...['bästa hälsningar', 'hälsning', 'med venlig hilsen', 'venlig hilsen', 'med venlige hilsner', 'hilsen', 'vh'],
  ...['de bedste hilsner', 'bedste hilsner', 'kærlig hilsen', 'med vennlig hilsen', 'vennlig hilsen', 'beste hilsen'],
  ...['vennlige hilsener', 'hilsener'],
  ...['ystävällisin terveisin', 'terveisin', 'parhain terveisin', 'ystävällisesti', 'terv', 'yt', 'kunnioittavasti'],
  ...['s pozdravem', 's přátelským pozdravem', 'se srdečným pozdravem', 's úctou', 's pozdravom', 's prianím'],
  ...['saygılarımla', 'saygılarımızla', 'saygılar', 'sevgiler', 'iyi çalışmalar', 'iyi çalışmalar dilerim'],
  ...['敬具', '草々', '此致', '祝好', '谨上', '敬上', '顺颂商祺', '此致敬礼', '감사합니다', '드림'],
  ...[
    'üdvözlettel',
    'tisztelettel',
    'cu stimă',
    'cu respect',
    'lep pozdrav',
    's poštovanjem',
    'με εκτίμηση',
    'trân trọng',
  ],
]);

export function isClosing(line: string): boolean {
  if (line.length > 60) return false;
  const said = line
    .toLowerCase()
    .replace(/[\s,.!;:–—-]+$/, '')
    .replace(/^[\s*_–—-]+/, '')
    .replace(/\s+/g, ' ');
  return ENGLISH.test(said) || GERMAN.test(said) || OTHERS.has(said);
}
