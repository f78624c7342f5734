import { fromRule, isRule, type Line, writtenAbove } from './written-lines.ts';

/**
 * What machines put below a mail: the footer of a mailing list, the disclaimer of a firm, the word of a virus scanner,
 * the wish not to print. Nobody's own words have `I` in them and are folded here.
 */
const LINES = 40;
const PARAGRAPHS = 8;

/** The first line of the footer that ends right before `end`; undefined when there is none. */
export function footerFrom(lines: readonly Line[], end: number): number | undefined {
  const last = writtenAbove(lines, end, 40);
  if (last <= 0) return undefined;
  return pgpSignature(lines, last) ?? listFooter(lines, last + 1) ?? disclaimer(lines, last + 1);
}

/** RFC 4880 §6.2, where it stands in the text. */
function pgpSignature(lines: readonly Line[], last: number): number | undefined {
  if (lines[last]?.text !== '-----END PGP SIGNATURE-----') return undefined;
  for (let n = last - 1; n > Math.max(0, last - LINES); n--) {
    if (lines[n]?.text === '-----BEGIN PGP SIGNATURE-----') return n;
  }
  return undefined;
}

const OF_A_LIST =
  /mailing[- ]?list|mailingliste|liste de diffusion|lista de (?:correo|distribui)|lista di distribuzione|listinfo|unsubscribe|google groups|google-gruppe|you (?:are receiving|received) this (?:message |e-?mail )?because|mailman|abbestellen|abzumelden|se désabonner|désinscri|darse de baja|cancellare l.iscrizione|cancelar a (?:inscrição|subscrição)|afmelden|uitschrijven|отписаться|avsluta prenumeration|рассылк|wypisać|odhlásit|listeden|メーリングリスト|配信停止|退订/i;
const LIST_LINES = 10;

/** A rule, and below it a few lines that say which list it was and how to leave it. */
function listFooter(lines: readonly Line[], end: number): number | undefined {
  let written = 0;
  let says = false;
  for (let n = end - 1; n > 0 && written <= LIST_LINES; n--) {
    const line = lines[n];
    if (line === undefined || line.depth > 0) return undefined;
    if (line.blank) continue;
    written++;
    if (isRule(line.text) && written > 1) return says ? n : undefined;
    if (isOwn(line.text)) return undefined;
    says ||= OF_A_LIST.test(line.text);
  }
  return undefined;
}

interface Paragraph {
  readonly from: number;
  readonly text: string;
}

/** The last paragraphs, the lowest first. */
function lastParagraphs(lines: readonly Line[], end: number): readonly Paragraph[] {
  const found: { from: number; text: string }[] = [];
  let open = false;
  for (let n = end - 1; n > 0 && n > end - LINES && found.length <= PARAGRAPHS; n--) {
    const line = lines[n];
    if (line === undefined || line.depth > 0) break;
    const paragraph = found.at(-1);
    if (open && !line.blank && paragraph !== undefined && !isRule(line.text, 3)) {
      paragraph.from = n;
      paragraph.text = `${line.text} ${paragraph.text}`;
    } else if (!line.blank) found.push({ from: n, text: line.text });
    open = !line.blank && !isRule(line.text, 3);
  }
  return found;
}

/** Confidential; for whom; by mistake; what must not be done or must be done with it. Disclaimers say three of them. */
const SAYINGS: readonly RegExp[] = [
  /confiden|vertrauli|vertrouwelijk|privileged|конфиденц|riservat|poufn|konfiden|fortrolig|luottamuks|důvěrn|gizli|機密|秘密|保密|geheim|bizalmas|titok|taushet|sekret/i,
  /recipient|addressee|intended for|solely for|empfänger|adressat|destinat[aiá]|geadresseerd|ontvanger|bestemd|получател|адресат|adresat|odbiorc|mottag|mottak|modtag|vastaanott|adresát|příjemc|alıcı|宛先|受信者|受取|收件人|címzett/i,
  /in error|by mistake|mistakenly|not the intended|irrtümlich|versehentlich|fehler|par erreur|vergissing|onrechte|abusievelijk|ошибк|ошибочн|por error|por erro|engano|per errore|omyłk|pomyłk|misstag|fel(?:aktigt)?(?!\p{L})|fejl|feil|erehdy|vahingossa|omylem|yanlış|誤って|誤送|错误|误发|téved/iu,
  /delet|destroy|prohibit|unauthori[sz]|disclos|strictly|notify|lösch|vernicht|gestattet|untersagt|unbefugt|supprim|détrui|interdit|verwijder|vernietig|verboden|удал|уничтож|запрещ|elimin|borr|destru|prohib|proibi|apag|cancell|distrug|vietat|usun|zniszcz|zabron|rader|förstör|förbjud|slet|forbud|poista|tuho|kiellet|smaž|smaz|zakáz|silin|sil[ei]|imha|yasak|削除|破棄|禁止|删除|töröl/i,
];
const MAIL =
  /e-?mail|message|nachricht|courriel|mensaje|correo|messaggio|posta elettronica|mensagem|bericht|сообщен|письм|meddeland|mejl|besked|melding|e-post|wiadomoś|viesti|zpráv|ileti|mesaj|メール|邮件|郵件|üzenet/i;
/** Shorter ones are what somebody says of a letter that went astray. */
const SHORTEST = 140;
const HEADING =
  /^[*_\s-]{0,4}(?:(?:legal |e-?mail |confidentiality )?(?:disclaimer|notice)|confidentiality(?: notice| note)?|haftungsausschluss|vertraulichkeitshinweis|rechtlicher hinweis|hinweis|avis(?: de confidentialité| légal)?|clause de confidentialité|aviso(?: legal| de confidencialidad| de confidencialidade)?|avvertenza|avviso legale|nota di riservatezza|klauzula poufności|ansvarsfriskrivning|ansvarsfraskrivelse|vastuuvapauslauseke|prohlášení|upozornění|yasal uyarı|免責事項|免责声明|уведомление о конфиденциальности)[*_:：\s-]{0,4}/i;
const BEFORE_PRINTING =
  /(?:environment|planet).{0,60}print|print.{0,40}(?:environment|planet)|drucken|ausdruck|d['’]imprimer|imprimir (?:este|esse|esta|o|el)|di stampare|afdrukt|printen|uitprint|распечат|skriver ut|udskriver|du printer|wydruk|tulosta(?:t|mista|miseen)|vytisk|yazdırmadan|印刷する前/i;
const NATURE =
  /environment|planet|umwelt|bäume|environnement|medio ?ambiente|meio ambiente|ambiente|milieu|природ|окружающ|miljö|miljø|środowisk|ympäristö|luont|prostředí|přírod|çevre|環境|trees?/i;
const SCANNER =
  /avast|avg|kaspersky|касперск|norton|mcafee|eset|nod32|bitdefender|avira|symantec|trend micro|f-secure|g data|sophos|dr\.?\s?web|clamav|mailscanner|messagelabs|mimecast|barracuda/i;
const SCANNED = /virus|вирус|virüs|virů|vírus|viirus|ウイルス|病毒|malware|scann|geprüft|checked/i;

/** From its first paragraph, or the heading and rule above it, to the end; a card or a rule may stand in between. */
function disclaimer(lines: readonly Line[], end: number): number | undefined {
  const said = new Set<number>();
  let from: number | undefined;
  let length = 0;
  let ofMail = false;
  for (const paragraph of lastParagraphs(lines, end)) {
    const { text } = paragraph;
    if (isOwn(text)) break;
    const sayings = SAYINGS.flatMap((saying, n) => (saying.test(text) ? [n] : []));
    for (const n of sayings) said.add(n);
    if (sayings.length > 0) length += lengthOf(text);
    ofMail ||= MAIL.test(text);
    const isLegal = sayings.length >= 2 && said.size >= 3 && ofMail && length >= SHORTEST;
    if (isLegal || isShortFoot(text) || (HEADING.test(text) && said.size >= 2)) from = paragraph.from;
    else if (sayings.length === 0 && !isPassable(text)) break;
  }
  return from === undefined ? undefined : fromRule(lines, from);
}

/** In Chinese and Japanese a sign is a word. */
function lengthOf(text: string): number {
  return text.length + 2 * (text.match(/[\u3040-\u9fff]/g)?.length ?? 0);
}

function isShortFoot(text: string): boolean {
  if (text.length > 400) return false;
  return (SCANNER.test(text) && SCANNED.test(text)) || (BEFORE_PRINTING.test(text) && NATURE.test(text));
}

/** Below or between the paragraphs of a disclaimer. */
function isPassable(text: string): boolean {
  return isRule(text) || /^(?:https?:\/\/|www\.)\S+$/i.test(text) || (text.length < 160 && /@|\d{5}|www\./.test(text));
}

const OWN =
  /(?<![\p{L}\p{N}@.])(?:I|I['’]m|my|me|ich|mein\p{L}{0,2}|mir|mich|je|j['’]ai|mon|ik|mijn|я|мне|меня|мой|yo|mío|eu|io|mio|jag|jeg|minä|minun|já|ben|benim)(?![\p{L}\p{N}@.])|私/u;

function isOwn(text: string): boolean {
  return OWN.test(text);
}
