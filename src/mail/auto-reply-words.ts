import { aboutAbsence, type Clause } from './absence-words.ts';

/**
 * Automatic replies that no header tells: vacation notices and "prove that you are human" challenges, by their
 * subject and words. People write about holidays too, so a text is an automatic reply only when it says nothing else:
 * every clause of it must be one that such notices are made of, and none may ask.
 */
const LONGEST = 2500;
const MOST_CLAUSES = 60;

/** The reason in words, undefined for a person's mail. `newWords`: without what is only quoted. */
export function autoReplyByWords(subject: string, newWords: string): string | undefined {
  const text = newWords.trim();
  if (text === '' || text.length > LONGEST) return undefined;
  const asks = /[?？]/.test(text);
  const title = subject.trim().slice(0, 200);
  const sure = SURE_SUBJECT.exec(title);
  // `Automatic reply: Your printer`; without a subject behind it, or with a question below it, a person may ask for one.
  if (sure !== null && !asks && /[:：]\s*\S/.test(title.slice(sure[0].length - 2))) {
    return `its subject begins with “${sure[0].trim().replace(/\s*[:：]$/, '')}”`;
  }
  if (isChallenge(text)) return 'it asks its sender to prove to be a person';
  const said = asks ? undefined : aboutNothingElse(text);
  if (said === undefined) return undefined;
  const has = (about: Clause) => said.some(each => each.includes(about));
  if (has('automatic') && has('gone')) return 'its words are an automatic reply';
  const begins = said.slice(0, 5).some(each => each.includes('gone'));
  const isTold = sure !== null || ABSENCE_SUBJECT.test(title);
  // Whom to ask instead is said by notices; when one will write again is said by people too.
  const isNotice =
    has('automatic') ||
    has('instead') ||
    has('unread') ||
    (has('later') && (isTold || has('thanks') || YOUR_MAIL.test(text)));
  return begins && isNotice ? 'its words are a notice of absence and nothing else' : undefined;
}

/** What each clause is about; undefined as soon as one is about something else. */
function aboutNothingElse(text: string): Clause[][] | undefined {
  const said: Clause[][] = [];
  for (const clause of clausesOf(text)) {
    const about = aboutAbsence(clause);
    if (about.length === 0 && wordCount(clause) > 3) return undefined;
    said.push(about);
  }
  return said;
}

const YOUR_MAIL =
  /\b(?:your|ihre|deine|votre|vos|uw|su|sua|suo|tua|din|ditt|vaši?|twoj\S+) (?:e-?mail|mail|message|nachricht|courriel|bericht|mensaje|correo|messaggio|mensagem|wiadomość|mejl|meddelande|besked|zprávu)|ваш\S* (?:письм|сообщен)|いただいた(?:メール|ご連絡)|[您你]的(?:邮件|郵件|来信)/i;

/** What mail programs put before the subject they answer, and before nothing else. */
const SURE_SUBJECT =
  /^(?:\[[^\]]{1,30}\]\s*)?(?:automatic reply|auto(?:mated|matic)?[ -]?(?:reply|response|responder)|out[ -]of[ -]office(?: auto-?reply| reply| notification| message)?|(?:ooo|vacation) (?:reply|response|auto-?reply)|automatische antwort|abwesenheitsnotiz|abwesenheits(?:assistent|meldung|nachricht)|automatische abwesenheits\S+|réponse automatique(?: d.absence)?|(?:message d.)?absence du bureau|automatisch antwoord|afwezigheids(?:bericht|melding|assistent)|автоматический ответ|автоответ|нет на месте|respuesta automática|fuera de (?:la )?oficina|risposta automatica|fuori (?:ufficio|sede)|resposta automática|fora do escritório|odpowiedź automatyczna|automatyczna odpowiedź|autoodpowiedź|automatiskt svar|autosvar|frånvaromeddelande|automatisk svar|fraværsbesked|fraværsmelding|ikke til ?stede|automaattinen vastaus|automaattivastaus|poissaoloviesti|automatická odpověď|mimo kancelář|otomatik (?:yanıt|cevap)|ofis dışında|自動(?:応答|返信)(?:メール)?|不在(?:通知|連絡|のお知らせ)|自动(?:回复|答复)|自動(?:回覆|答覆))\s*(?:[:：]|$|\s[-–—(]\s?)/iu;
/** A subject about absence, which a person may write as well. */
const ABSENCE_SUBJECT =
  /^(?:re|aw|sv|vs|antw|odp|res|ynt)?\s*:?\s*(?:out of (?:the )?office|ooo\b|on (?:vacation|holiday|leave)|vacation|away (?:until|from)|(?:i am|i'm) (?:away|out)|abwesen|nicht im (?:büro|haus)|urlaub|absence|absente?\b|en congé|congés|afwezig|vakantie|отпуск|в отпуске|отсутств|ausencia|ausente|vacaciones|de vacaciones|assen(?:za|te)|in ferie|ferie|ausência|férias|nieobecn|urlop|frånvar|semester|fravær|feriefravær|poissa|loma\b|lomalla|nepřítomn|dovolen|izin|yıllık izin|tatil|不在|休暇|休業|休假|外出|出差)/iu;

/** Spam filters of people: a link or an answer lets the mail through. */
function isChallenge(text: string): boolean {
  const flat = text
    .slice(0, LONGEST)
    .replace(/\S+@\S+|https?:\S+/g, 'x')
    .replace(/\s+/g, ' ');
  return (
    HELD_BACK.test(flat) &&
    PROVE.test(flat) &&
    !/^\s*(?:hi|hello|dear|hallo)?[^.]{0,60}\b(?:i|we) (?:got|received|get|have got|keep getting)\b/i.test(flat)
  );
}

const HELD_BACK =
  /(?:your (?:e-?mail|message|mail)|the (?:e-?mail|message) you (?:sent|have sent))[^.]{0,120}(?:held|quarantin|waiting|pending|not (?:yet )?(?:been )?delivered|will be delivered|blocked until|on hold|deliver(?:ed)? (?:it|once|as soon|after|when))|(?:protect(?:ed|s)?|using|uses) [^.]{0,60}(?:spam|junk|challenge|verification|boxbe|spamarrest|sender verification)|ihre (?:e-?mail|nachricht)[^.]{0,80}(?:zurückgehalten|noch nicht zugestellt|wartet)|votre (?:message|courriel|e-?mail)[^.]{0,80}(?:en attente|n'a pas (?:encore )?été (?:remis|délivré)|bloqué)|ваше (?:письмо|сообщение)[^.]{0,60}(?:задержано|ожидает|не доставлено)|su (?:mensaje|correo)[^.]{0,60}(?:retenido|pendiente|en espera)|uw (?:bericht|e-?mail)[^.]{0,60}(?:vastgehouden|wacht|nog niet)|il (?:suo|tuo) messaggio[^.]{0,60}(?:in attesa|trattenuto)/i;
const PROVE =
  /(?:click|follow|visit|use|open)[^.]{0,80}(?:link|below|here|url|button)[^.]{0,120}(?:confirm|verify|prove|release|deliver|authenticat|approve|whitelist|human|guest list)|(?:confirm|verify|prove|authenticate|validate)[^.]{0,80}(?:that you are|you're|you are not|your (?:address|identity|e-?mail|message)|sender|human|person|a real)|(?:to (?:confirm|verify|prove|release|complete))[^.]{0,100}(?:click|reply|link|visit|answer)|simply reply to this (?:message|e-?mail)|(?:klicken|bestätigen|antworten) sie[^.]{0,80}(?:link|mensch|absender|adresse|nachricht)|(?:cliquez|confirmer|confirmez)[^.]{0,80}(?:lien|expéditeur|humain|message|adresse)|(?:подтвердите|перейдите|нажмите)[^.]{0,80}|(?:confirme|haga clic|pulse)[^.]{0,80}|(?:klik|bevestig)[^.]{0,80}|(?:clicchi|clicca|confermi|conferma)[^.]{0,80}/i;

/** Sentences and their parts; what stands below the greeting at the end is a signature. */
function clausesOf(text: string): string[] {
  const clauses: string[] = [];
  for (const paragraph of withoutSignature(text).split(/\n[ \t]*\n/)) {
    const joined = paragraph.replace(/^(.{1,40}[,!:，、])\n/, '$1. ').replace(/\s+/g, ' ');
    const kept = joined
      .replace(/\S+@\S+/g, 'x')
      .replace(/\+?\d[\d ()/.:-]{2,}/g, ' 9 ')
      .replace(/(\d)\. /g, '$1 ');
    clauses.push(...kept.split(BREAK).map(clause => clause.replace(/[.!;,。！；，、:]+$/, '').trim()));
  }
  return clauses.filter(clause => clause !== '').slice(0, MOST_CLAUSES);
}

/** "I am away and will try it then" says two things: also the words for and, but and so part clauses. */
const BREAK =
  /(?<=[.!;。！；，、])\s*|,\s+|\s[-–—]\s|\s(?:and|but|so|und|aber|et|mais|maar|и|но|pero|och|men|og|mutta|ale|ama|ve)\s/iu;
const CLOSING =
  /^[ \t]*(?:--[ \t]*|__+|(?:with )?(?:kind |best |warm |many )?regards|sincerely|cheers|best(?: wishes)?|yours|mit (?:freundlich|best|lieb)\S+ gr\S+|(?:freundliche|beste|viele|liebe|schöne) gr\S+|mfg|lg|vg|(?:bien )?cordialement|bien à vous|(?:met )?(?:vriendelijke|hartelijke) groet\S*|groet\S*|с уважением|(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|(?:cordiali |distinti )?saluti|atenciosamente|(?:com os melhores )?cumprimentos|z poważaniem|pozdrawiam|(?:med )?(?:vänliga|bästa|venlig|vennlig|mange)\S* (?:hälsningar|hilsen|hilsner)|mvh|hilsen|(?:ystävällisin )?terveisin|s pozdravem|saygılarımla|iyi çalışmalar|以上|此致|祝好)[ \t,.!]*$/imu;

function withoutSignature(text: string): string {
  const match = CLOSING.exec(text);
  return match === null || match.index === 0 ? withoutCard(text) : text.slice(0, match.index);
}

/** A last paragraph of short lines without a full stop: name, position, company. */
function withoutCard(text: string): string {
  const at = text.lastIndexOf('\n\n');
  const lines = text.slice(at + 2).split('\n');
  const isCard =
    at > 0 &&
    lines.length <= 6 &&
    lines.every(line => line.length < 50 && !/[.!?。]\s*$|,\s*$/.test(line.replace(/\b\p{L}{2,4}\.$/u, '')));
  return isCard ? text.slice(0, at) : text;
}

/** A Japanese or Chinese clause has no blanks: two letters count as a word. */
function wordCount(clause: string): number {
  const cjk = clause.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  return clause.split(/\s+/).filter(word => /\p{L}/u.test(word)).length + cjk / 2;
}
