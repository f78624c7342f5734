/**
 * `Sent from my iPhone` and what phones and mail programs write in its place, one line each. A person may begin a
 * sentence with these words too: so the line must be short, be one sentence, and name a device or program.
 */
/** No English program puts it last, and people do: `no bill was sent`. */
const ENGLISH = 'sent|written|composed|typed';
const SENT =
  'gesendet|geschickt|verschickt|verfasst|geschrieben|envoyée?|expédiée?|écrit|enviad[oa]|escrito|' +
  'inviat[oa]|scritto|verzonden|verstuurd|gestuurd|отправлено|послано|написано|надіслано|skickat|skickades|sänt|sendt|' +
  'wysłan[eoay]|napisane|lähetetty|odeslán[oa]|posláno|odoslané|gönderildi|gönderilmiştir|elküldve|küldve|trimis[ă]?|poslano';
const FROM =
  'from|with|using|via|by|on|wirelessly|von|vom|mit|aus|über|unterwegs|de|du|depuis|à partir|avec|sans|desde|do|da|dal|dalla|' +
  'dall|dal mio|con|através|pelo|vanaf|van|met|uit|op|с|из|со|при|через|з|från|med|via|fra|z|ze|za|iz|s|pomocí|din|mobil\\p{L}*';
const DEVICE =
  'i(?:phon[eu]?|pad|pod|os)|ipados|android|samsung|galaxy|blackberry|outlook|nokia|htc|huawei|honor|xiaomi|redmi|oppo|oneplus|' +
  'realme|pixel|wiko|lg|sony|xperia|motorola|fairphone|lenovo|windows|mac(?:book)?|yahoo|gmail|inbox|hotmail|aol|gmx|web\\.de|' +
  'mail\\.ru|yandex|яндекс|proton\\s?mail|protonmail|tuta(?:nota)?|fastmail|zoho|hey|spark|sparrow|airmail|newton|bluemail|' +
  'typeapp|mailbox|k-?9|aqua\\s?mail|nine|canary|polymail|mailspring|thunderbird|postbox|edison|superhuman|e?m client|' +
  '(?:e-?)?mail|\\p{L}*(?:mobile?|smartphone|handy|telefon|phone|tablet|gerät|device|handheld|terminal|teléfono|telefone|' +
  'téléphone|telefono|cellulare|celular|móvil|telemóvel|dispositivo|appareil|toestel|telefoon|apparaat|телефон|смартфон|' +
  'планшет|устройств|мобильн|почт|mobilen|puhelin|puhelime|laitteesta|zařízení|mobilu|urządzeni|telefonu|cihaz|telefonum)\\p{L}*';
const MINE = 'from my|meinem|mon|mi|meu|minha|mio|mia|mijn|моего|min|mit|mojego|mojej|mého|mojí';

/** `Sent from …`; before it nothing but `This message was`. */
const SENT_FIRST = new RegExp(
  `^(?:(?:diese|this|ce|cette|este|esta|questo|questa|dit|deze|это|denne|dette|detta|ta|tato|tento)\\s(?:\\p{L}|-){2,14}\\s(?:(?:was|has been|wurde|a été|fue|foi|è stato|werd|is|было|er|blev|ble|har|została|byla)\\s){0,2})?(?:${ENGLISH}|${SENT})\\s(?:\\p{L}{2,12}\\s)?(?:${FROM})(?![\\p{L}])|^lähetetty\\s`,
  'iu',
);
/** `Von meinem iPhone gesendet`, `iPhone'umdan gönderildi`. */
const SENT_LAST = new RegExp(
  `^(?:von|vom|mit|über|diese|vanaf|via|desde|(?:${DEVICE}))(?![\\p{L}]{5}).{1,90}\\s(?:${SENT})$`,
  'iu',
);
const NAMED = new RegExp(`(?<!\\p{L})(?:${DEVICE})(?!\\p{L}{4})`, 'iu');
const OWNED = new RegExp(`(?<!\\p{L})(?:${MINE})\\s\\p{L}`, 'iu');
const EASTERN =
  /^.{0,30}(?:iphone|ipad|android|outlook|yahoo|gmail|galaxy|samsung|huawei|xiaomi|スマート|スマホ|携帯|手机|手機|휴대|모바일|mail|邮箱).{0,20}(?:から|より)?.{0,6}(?:送信|发送|發送|傳送|传送|发自|寄出|보냄|보냈|보낸)/iu;
const EASTERN_FIRST = /^(?:发自|發自|傳送自|发送自|寄件自|从我的|從我的|來自|来自|나의|내).{1,40}$/u;
/** `Get Outlook for iOS`, in any language. */
const GET_A_PROGRAM = /(?:outlook|bluemail|blue mail|proton mail|yahoo mail|spark|edison mail|typeapp|my mail|mymail)/i;
const FOR_A_SYSTEM = /(?:ios|android|iphone|ipad)/i;
const EXCUSE =
  /[.,;!]?\s(?:please|pls|bitte|sorry|merci|veuillez|por favor|si prega|excuse|graag|excuus|извините|beklager|undskyld|ursäkta|przepraszam|lütfen)(?!\p{L}).{0,90}$/iu;
const SLOGAN = /^(?:yahoo mail: |sent wirelessly|secured? (?:with|by) )/i;
const MOST_WORDS = 13;
const LONGEST = 220;

export function isDeviceLine(line: string): boolean {
  if (line.length > LONGEST || line.length < 5) return false;
  const said = line
    .replace(/\s?[<(]?https?:\/\/[^\s<>()]{1,200}[>)]?/gi, '')
    .replace(/\s?\[[^\]]{0,100}\]/g, '')
    .replace(/^[*_\s~-]{1,4}|[*_\s~-]{1,4}$/g, '')
    .replace(EXCUSE, '')
    .replace(/[.!。…]{1,3}$/, '')
    .trim();
  if (said.split(/\s+/).length > MOST_WORDS || /[.?!:]\s|[?:]$/.test(said)) return false;
  if (EASTERN.test(said) || (EASTERN_FIRST.test(said) && NAMED.test(said)) || SLOGAN.test(said)) return true;
  if (SENT_FIRST.test(said)) return NAMED.test(said) || OWNED.test(said);
  if (SENT_LAST.test(said) && NAMED.test(said)) return true;
  return GET_A_PROGRAM.test(said) && FOR_A_SYSTEM.test(said) && said.split(/\s+/).length <= 8;
}
