/**
 * The line that says that a mail below it was forwarded. Anybody can write it into a mail, so the first one of a text
 * is the forwarder's and every later one says nothing.
 */

/** The rule ends where something else begins, so a long one is walked once. */
const RULE = '[-_=\u2010\u2011\u2013\u2014]{3,60}\\s{0,3}(?![-_=\\s\u2010\u2011\u2013\u2014])';
const FORWARD_WORD =
  '(?:forward|weitergeleitet|transf[eé]r|réexpédié|reenviad|encaminhad|inoltrat|doorgestuurd|viderebrag|videresend|' +
  'vidarebefordra|vidaresänt|przekazan|przesłan|przesyłan|välitetty|edelleen ?lähetetty|přepos[lí]|[iİ]letil(?:en|mi)|' +
  'yönlendiril|пересыл|пересланн|переадрес|перенаправл|転送|转发|轉寄|轉發|转寄|전달)';
/** Apple Mail says it without a rule, as the whole line. */
const BEGIN_FORWARDED = [
  ...[
    'begin forwarded message',
    'this is a forwarded message',
    'anfang der weitergeleiteten (?:nachricht|e.mail)',
    'begin doorgestuurd bericht',
  ],
  ...['début du (?:message|courriel|mail) (?:réexpédié|transféré)', 'inicio del mensaje reenviado'],
  ...['inizio (?:del )?messaggio inoltrato', 'início da mensagem (?:re)?encaminhada'],
  ...['начало (?:переадресованного|пересылаемого|перенаправленного) (?:сообщения|письма)'],
  ...['(?:rozpoczęcie|początek) (?:przekaz(?:yw)?anej|przes(?:yłan|łan)ej) (?:dalej )?wiadomości'],
  ...['vidarebefordrat (?:brev|meddelande|mejl)', '(?:(?:start|begyndelse) på )?videresendt (?:besked|melding|e-post)'],
  ...['(?:alkaa )?välitetty viesti(?: alkaa)?', 'začátek přepos(?:l|íl)ané zprávy'],
  ...['(?:yönlendirilen|iletilen) ileti(?:nin)? başlangıcı', 'başlangıcı iletilen ileti', '[iİ]leti iletildi'],
  ...['転送された(?:メッセージ|メール)', '(?:以下是|开始)转发的?(?:邮件|消息)', '(?:以下是|開始)轉寄的?(?:郵件|訊息)'],
].join('|');
const MARKER = `(?:${RULE}.{0,60}?${FORWARD_WORD}|(?:${BEGIN_FORWARDED})\\s?[:：]?\\s{0,3}$)`;
const FORWARD_MARKER = new RegExp(`^${MARKER}`, 'iu');
const ANY_FORWARD_MARKER = new RegExp(`^[ \\t>]{0,8}${MARKER}`, 'imu');
const END_MARKER = new RegExp(
  `^${RULE}(?:end|ende|конец|fin|fine|fim|einde|slut|koniec|konec|loppu|son|終わり|结束)(?!\\p{L}).{0,40}?${FORWARD_WORD}`,
  'iu',
);
const RULED_WORDS = new RegExp(`^${RULE}\\p{L}.{0,80}?[-_=\u2010\u2011\u2013\u2014]{2}$`, 'u');

/** `---------- Forwarded message ---------`, `Begin forwarded message:`. */
export function isForwardMarker(line: string): boolean {
  return FORWARD_MARKER.test(line) && !END_MARKER.test(line);
}

/** `----- End forwarded message -----`; few programs write it, and everybody can. */
export function isForwardEnd(line: string): boolean {
  return END_MARKER.test(line);
}

/** Is there any such line in a text? One pass, and for most mails all that is done. */
export function hasForwardMarker(text: string): boolean {
  return ANY_FORWARD_MARKER.test(text);
}

/** `----- words of any language -----`. */
export function isRuledLine(line: string): boolean {
  return RULED_WORDS.test(line);
}
