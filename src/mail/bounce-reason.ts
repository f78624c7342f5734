/**
 * Why a letter was not delivered, in general words, and whether the address is dead: `permanent` is a fact about the
 * address and goes by the reason, never by 4xx or 5xx. A full mailbox is refused with 552 and is empty tomorrow.
 * The order counts: what is told exactly stands above what many refusals have in common ("rejected", "denied").
 */
export interface BounceReason {
  readonly why: Why;
  /** The address will not work again. */
  readonly permanent: boolean;
}

type Why =
  | 'mailbox full'
  | 'too big'
  | 'moved'
  | 'sender not believed'
  | 'sender refused'
  | 'spam or virus'
  | 'no relaying'
  | 'out of use'
  | 'slow down'
  | 'host unknown'
  | 'takes no mail'
  | 'user unknown'
  | 'blocked'
  | 'time ran out'
  | 'not reached'
  | 'trouble there'
  | 'unknown';

const LONGEST = 2000;
const DEAD: readonly Why[] = ['moved', 'host unknown', 'takes no mail', 'user unknown'];

/** `words`: what was said about this recipient. `status`: its enhanced code, '' when not known. */
export function bounceReason(words: string, status: string): BounceReason {
  const detail = status.replace(/^\d\./, '');
  const at = status === '' ? 0 : Math.max(0, words.indexOf(status));
  const why =
    found(EXACT_STATUS, detail) ??
    said(SAID, words.slice(at)) ??
    said(SAID, words) ??
    found(STATUS, detail) ??
    said(VAGUELY_SAID, words) ??
    'unknown';
  // A name that cannot be looked up today may be there tomorrow.
  const isOnlyDns = status.startsWith('4') && (why === 'host unknown' || why === 'takes no mail');
  return { why, permanent: DEAD.includes(why) && !isOnlyDns };
}

/** Undefined when the words are none that mail servers use. */
export function byWords(words: string): Why | undefined {
  return said(SAID, words) ?? said(VAGUELY_SAID, words);
}

function said(table: readonly (readonly [Why, RegExp])[], words: string): Why | undefined {
  const start = words.slice(0, LONGEST);
  return table.find(([, pattern]) => pattern.test(start))?.[0];
}

/** RFC 3463 §3: subject and detail; the class says nothing about the address. */
function found(table: readonly (readonly [Why, readonly string[]])[], detail: string): Why | undefined {
  return table.find(([, details]) => details.includes(detail))?.[0];
}

/** Codes that servers use for one thing only: they stand above the words. */
const EXACT_STATUS: readonly (readonly [Why, readonly string[]])[] = [
  ['moved', ['1.6']],
  ['sender refused', ['1.7', '1.8']],
  ['user unknown', ['1.10']],
  ['sender not believed', ['7.20', '7.21', '7.22', '7.23', '7.24', '7.25', '7.26', '7.509']],
];

const STATUS: readonly (readonly [Why, readonly string[]])[] = [
  ['user unknown', ['1.1', '1.3', '1.0']],
  ['host unknown', ['1.2', '4.4']],
  ['takes no mail', ['3.2']],
  ['mailbox full', ['2.2']],
  ['out of use', ['2.1']],
  ['too big', ['2.3', '3.4']],
  ['time ran out', ['4.7']],
  ['not reached', ['4.1', '4.2', '4.3', '4.5', '4.6']],
];

const SAID: readonly (readonly [Why, RegExp])[] = [
  [
    'user unknown',
    /RecipNotFound|RecipientNotFound|account or domain may not exist|recipient address rejected: access denied|not listed in (?:\S+ ){0,3}(?:directory|name|address)/i,
  ],
  [
    'slow down',
    /too many (?:recipients|connections|messages|mails|e-?mails|errors|requests)(?! in)|rate ?limit|throttl|gr[ea]y ?list/i,
  ],
  ['blocked', /(?:not|n't) have (?:the )?permission|permission to post|(?:権限|權限|权限)|not (?:a )?member/i],
  ['not reached', /host not found, try again|malformed or unexpected name server reply|temporary lookup failure/i],
  [
    'mailbox full',
    /(?:mail ?box|mail ?folder|inbox|mail ?dir|mailbestand|boîte|boite|postfach|casella|buz[oó]n|caixa|schránka|skrzynka|storage|disk|quota|account|user)(?:[^.\n]|\.\S){0,50}\b(?:full|exceed(?:s|ed)?|over(?: ?quota)?|plein|pleine|voll|überfüllt|piena|llen[oa]|cheia|plná|pełna|przepełniona|dolu|täynnä)\b|\bover[ -]?quota\b|\bquota\b[^.\n]{0,30}(?:exceed|full|reached|depass|dépass|überschritten)|exceed[^.\n]{0,40}\b(?:quota|storage|mailbox|local limit|disk)|(?:out of|not enough|insufficient)[^.\n]{0,20}\b(?:disk|storage|space)|too many messages in|message[s]? in recipient's mailbox|(?:mailbox|inbox|postvak|postkasse|brevlåda) (?:is )?(?:full|vol|fuld|fullt)|переполнен|容量|一杯|いっぱい|满/i,
  ],
  [
    'too big',
    /too (?:big|large|long)|(?:message|mail|header|file)(?: file)? (?:size|length)[^.\n]{0,40}(?:exceed|limit|max)|(?:size|line|length) limit|exceeds? [^.\n]{0,40}(?:size|length|message)|zu gro(?:ß|ss)|trop (?:gros|volumineux)|サイズ/i,
  ],
  [
    'moved',
    /\b(?:has|have) moved\b|moved to (?:another|a new|<)|(?:e-?mail|address) (?:has|was) (?:been )?changed|my new (?:e-?mail )?address|no longer (?:at|with|works? (?:at|for|here)) |user not local; please try|adresse a changé|relocated/i,
  ],
  [
    'sender not believed',
    /\b(?:SPF|DKIM|DMARC)\b|unauthenticated|authenticat(?:ion|ed)|reverse[ -]?dns|\bPTR\b|\brdns\b|reverse (?:lookup|hostname|mapping)|client host (?:rejected: cannot|name)|may not be mail exchanger|unverif\S* sending|IP name (?:lookup|possibly forged)|\bhelo\b|my name was rejected|invalid domain name/i,
  ],
  [
    'sender refused',
    /sender (?:e-?mail )?(?:address|domain)?[^.\n]{0,20}(?:reject|refus|denied|invalid|unknown|verif|does ?n[o']t|is not)|domain of sender|unroutable sender|from:?\s+domain is invalid|sender was rejected|invalid sender|bad sender|your (?:e-?mail )?(?:address|domain)[^.\n]{0,30}(?:reject|block|deni)|backscatter|after mail from:?\s*<|>>> mail from/i,
  ],
  [
    'spam or virus',
    /\bspam(?!haus|cop)|\bvirus|malware|phish|junk|unsolicited|\bUCE\b|\bUBE\b|suspicious|content (?:filter|reject|restrict|violat)|(?:message|mail|url|link) (?:content|blacklisted)|blacklisted url|header error|infected|bulk mail|mail rejete|media error|attachment/i,
  ],
  [
    'no relaying',
    /\brelay(?:ing)?\b(?:[^.\n]|\.\S){0,40}(?:den|not|prohibit|reject|refus|block|quota)|(?:not|unable to|cannot|insecure|open)\b[^.\n]{0,30}\brelay|not permitted to relay/i,
  ],
  [
    'blocked',
    /black ?list|block ?list|\bblocked\b|\bbanned\b|\bRBL\b|DNSBL|spamhaus|spamcop|abuseat|reputation|(?<!not )listed (?:at|in|by) \S|your (?:ip|host|server|network)[^.\n]{0,40}(?:reject|block|deni|list)|ip address (?:is )?(?:reject|block|black)|invalid ip for|weren'?t sent|SMTP server of your ISP|for abuse/i,
  ],
  [
    'takes no mail',
    /null ?mx|no smtp service|does(?: not|n't) accept (?:any )?(?:e-?mail|mail|messages)|no mx record|accepts? no mail|not accepting network messages|doesn't receive email|could(?: not|n't) find a mail exchanger/i,
  ],
  [
    'out of use',
    /(?:account|mail ?box|user|address|recipient|compte|konto)(?:[^.\n]|\.\S){0,50}(?:disabled|inactive|in-active|suspend|locked|terminat|expired|closed|discontinued|deactivat|not active|no longer (?:active|in use|available|on server|valid)|désactivé|deaktiviert|gesperrt|temporarily (?:unavailable|disabled|blocked|locked))|(?:disabled|suspended|inactive|locked|deactivated) (?:account|user|mailbox|recipient)|not accepting (?:mail|messages) (?:at this time|for)/i,
  ],
  [
    'host unknown',
    /(?<!try again[^.]{0,40})(?:\b(?:host|domain|system)(?: or domain)?(?: name)?\b(?:[^.\n]|\.\S){0,60}\b(?:unknown|not (?:found|known|exist)|does(?: not|n't) exist|invalid|lookup fail\w*|is not valid)|unknown (?:mail )?(?:host|domain|system)|(?:no such|illegal|invalid|bad) (?:host|domain|destination)|couldn't find any host|unrout(?:e)?able (?:mail )?(?:address|domain|host)|NXDOMAIN|dns (?:lookup )?(?:failure|error)|name service error[^\n]{0,80}not found|MX (?:record|host)[^.\n]{0,30}(?:not found|invalid|non-?exist)|domain (?:may not|has no)|domaine? (?:inconnu|inexistant)|domäne|домен)(?![^.]{0,60}try again)/i,
  ],
  [
    'user unknown',
    /\b(?:user|recipient|mail ?box|account|address|adress|name|alias|addressee|person|login|destinatario|destinataire|empfänger|mottagaren|vastaanottaja|příjemce|odbiorca|ontvanger|usuario|usuário|utente|utilisateur|benutzer|użytkownik|skrzynka|schránka|uživatel|bruger|bruker|kullanıcı|gebruiker|användaren)\b(?:[^.\n]|\.\S){0,80}\b(?:unknown|not (?:be )?(?:found|exist|known|recogni[sz]ed|listed|valid|local|available|in|active)|n[o']t (?:be )?(?:found|exist)|does ?n[o']t|does(?: not|n't) (?:exist|have)|invalid|no such|is not a|unavailable|inconnu|n'existe|unbekannt|existiert nicht|no existe|desconocid|sconosciut|inesistente|não existe|nie istnieje|onbekend|bestaat niet|okänd|finns inte|ukendt|ukjent|findes ikke|finnes ikke|bulunamad|mevcut değil|neexistuje|tuntematon)|\bunknown (?:or illegal )?(?:user|recipient|mailbox|local|address|account|alias|login)|\bno such (?:user|person|mailbox|recipient|address|account|local|email)|(?:invalid|illegal|bad|unknown|nonexist\w*|undeliverable|incorrect) (?:final delivery )?(?:or illegal )?(?:user|receiver|recipient|mailbox|address|alias|rcpt|userid|account|e-?mail)|\bno (?:valid )?(?:mailbox|recipients?|account|user)\b|user ?name[^.\n]{0,20}not|(?:isn't|not) (?:a|our) (?:valid|registered|customer|known)|not listed in|this user doesn't have|can'?t be found|wasn'?t found|couldn'?t be found|recipient\s*not\s*found|RecipNotFound|RecipientNotFound|unrecogni[sz]ed|\b(?:user |recipient )?unknown\b(?! mailer| error)|recipient address rejected\.?$|no one here|adresse inconnue|не существует|не найден|нет такого|not exist|見つかりません|見つからない|存在しません|存在しない|ありません|リストにありません|不存在|すでに使われていない|ユーザ不明|宛先不明|宛先が/i,
  ],
];

/** Words that stand in many refusals; a status code tells more. */
const VAGUELY_SAID: readonly (readonly [Why, RegExp])[] = [
  [
    'slow down',
    /too many|rate ?limit|throttl|gr[ea]y ?list|try (?:again )?later|temporar(?:y|ily)|deferred|resources|daily|per (?:hour|day|minute)|unexpected volume|too fast|excessive/i,
  ],
  [
    'time ran out',
    /expired|retry time|timed? ?out|timeout|giving up|not (?:been )?delivered within|in the queue too long|could not be delivered for|cannot send message for|after (?:\d+|multiple) (?:retries|attempts|hours?|days?)|delivery failed \d+ attempts|have been failing/i,
  ],
  [
    'not reached',
    /connection|connect to|no route|unreachable|not reachable|not responding|no answer|socket error|network|hop count|too many hops|mail loop|\bloop\b|\bTLS\b|not accept our requests/i,
  ],
  [
    'blocked',
    /access denied|denied|policy|refus|reject|not (?:allowed|permitted|authori[sz]ed|accept)|prohibit|violat|restrict|not (?:a )?member/i,
  ],
  [
    'trouble there',
    /service unavailable|system error|internal error|local error|configuration|I\/O error|can(?:no|')t (?:open|create|write|append)|exit|pipe/i,
  ],
];
