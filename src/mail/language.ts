/**
 * The language a text is written in, guessed from the small words every sentence needs and, for Cyrillic, from letters
 * that only one language has. Says nothing when it is not sure: a wrong guess is worse than none.
 */
export type Language = 'en' | 'nl' | 'de' | 'fr' | 'es' | 'it' | 'ru' | 'uk' | 'pl';

/** Words that are frequent in their language; what several share speaks for each of them, and so for none. */
const SMALL_WORDS: Readonly<Record<Language, string>> = {
  en: 'the and of to is you that it for on are with this have be not we can my your our please but from was has will would do does there when what how which an as or if me been hello dear regards thank thanks could should any get know need still just after i’m don’t it’s can’t',
  nl: 'de het een en van ik is dat niet op te zijn voor met die er maar om hem aan ook als bij nog uit wij we je jij uw mijn naar kan geen wat wel heb heeft worden graag groeten beste hallo dank alvast kunnen deze onze wordt hebben dit mij jullie bedankt vriendelijke geachte mvg',
  de: 'der die das und ist nicht ich ein eine zu den von mit auf sich dem des im es auch als wie für sie wir ihr an bei oder aber wenn kann mein meine noch nach aus haben habe hat werden wird bitte danke hallo guten tag freundlichen grüßen grüße sehr geehrte geehrter damen herren vielen dank einen keine mich uns ihnen unsere',
  fr: 'le la les un une des et est de du en je ne pas que qui pour dans sur avec ce cette il elle nous vous mon ma mes votre vos notre nos mais ou où au aux plus par sont être avoir ai avons avez bonjour merci cordialement cela comme fait très bien c’est j’ai n’est d’un d’une l’on qu’il',
  es: 'el la los las un una y es de que en no por para con su se lo mi me como más pero al del está son ha he hay muy sin sobre este esta esto nos nosotros usted ustedes hola gracias saludos buenos días buenas cuando donde porque puede pueden tengo tiene hemos estoy atentamente saludo cordial',
  it: 'il lo la gli le un una e è di che in non per con si mi ma del della dei delle nel nella al alla sono ho ha abbiamo hanno come più anche questo questa vi ci se mio mia buongiorno salve grazie saluti cordiali distinti gentile posso può quando dove perché dal dalla sul sulla',
  ru: 'и в не на что я с он как это по но из у за от так же мы вы мне меня для если или уже нет да до ещё еще был была были бы ли при нас вас вам нам мой моя ваш здравствуйте спасибо пожалуйста уважением добрый день когда можно очень только чтобы есть где кто это',
  uk: 'і в не на що я з він як це по але із у за від так ж ми ви мені мене для якщо або вже ні та до ще був була були би чи при нас вас вам нам мій моя ваш вітаю дякую будь ласка повагою добрий день коли можна дуже тільки щоб є де хто це й',
  pl: 'i w nie na że się z do jest to jak po ale od za o ja my wy mi mnie dla czy lub już tak nas was pan pani panu mam ma są był była być przez przy proszę dziękuję pozdrawiam witam dzień dobry kiedy można bardzo tylko żeby gdzie kto które który która oraz jestem mój moja poważaniem',
};

/** Their neighbours, so that these are not taken for them. */
const RIVALS: readonly string[] = [
  'o os as um uma do da dos das não em para com por mais mas ao aos obrigado obrigada olá são está você eu meu minha muito de que e se no na pelo',
  'och att det som en på är av för med inte jag har till den om ett hej tack vi mitt kan vad men var så när hälsningar',
  'og at det er en på ikke jeg har til af for med den hej tak vi kan som et men hvad når mvh hilsen jer min dere takk',
  'a se na je že to do s z v ve jsem jsme dobrý den děkuji prosím jak ale za po při mi nebo pokud byl bude není mám k pro',
  'на се да за от е в не са по си ще че това как или ли сме съм моля благодаря здравейте но при има',
];

/** Letters that only one of these languages has. */
const OWN_LETTERS: readonly (readonly [Language, RegExp])[] = [
  ['ru', /[ыэъё]/],
  ['uk', /[іїєґ]/],
  ['pl', /[ąęłśźżćń]/],
  ['de', /ß/],
  ['es', /ñ/],
];

/** Of so much of a text it is told; a page tells as well as a book. */
const LONGEST = 4_000;
const FEWEST_WORDS = 3;
/** So much of a text are its small words at least. */
const LEAST_SHARE = 0.12;
/** So many times as much speaks for the best as for the second. */
const LEAD = 1.4;

const ASCII = /^[a-z]*$/;

/** A language, or the number of a rival. */
type Candidate = Language | number;

let speaksFor: ReadonlyMap<string, readonly Candidate[]> | undefined;

/** Made when it is first needed: not every start asks for a language. */
function speakers(): ReadonlyMap<string, readonly Candidate[]> {
  const all = new Map<string, Candidate[]>();
  const lists: [Candidate, string][] = [...(Object.entries(SMALL_WORDS) as [Language, string][]), ...RIVALS.entries()];
  for (const [candidate, words] of lists) {
    for (const word of new Set(words.split(' '))) all.set(word, [...(all.get(word) ?? []), candidate]);
  }
  return all;
}

/** undefined: too short, mixed, or of a language that is not among them. */
export function languageOf(text: string): Language | undefined {
  const words = wordsOf(text);
  if (words.length < FEWEST_WORDS) return undefined;
  const ranked = [...scores(words)].sort((a, b) => b[1] - a[1]);
  const [best, second] = ranked;
  if (!best || typeof best[0] === 'number' || best[1] < Math.max(1.5, words.length * LEAST_SHARE)) return undefined;
  return best[1] >= (second?.[1] ?? 0) * LEAD ? best[0] : undefined;
}

/** Whether it is one of the words every sentence needs; of any of the languages where none is given. */
export function isSmallWord(word: string, language?: Language): boolean {
  speaksFor ??= speakers();
  const candidates = speaksFor.get(word.replaceAll("'", '’')) ?? [];
  return candidates.some(one => typeof one === 'string' && (language === undefined || one === language));
}

/** What is no address and no number, in lower case, with one form of the apostrophe. */
function wordsOf(text: string): string[] {
  const start = text.slice(0, LONGEST).toLowerCase().normalize('NFC').replaceAll("'", '’');
  const plain = start.split(/\s+/).filter(piece => !/@|:\/\/|^www\./.test(piece));
  return plain.join(' ').match(/\p{L}+(?:’\p{L}+)*/gu) ?? [];
}

function scores(words: readonly string[]): Map<Candidate, number> {
  speaksFor ??= speakers();
  const found = new Map<Candidate, number>();
  const add = (candidate: Candidate, much: number) => found.set(candidate, (found.get(candidate) ?? 0) + much);
  for (const word of words) {
    const candidates = speaksFor.get(word);
    for (const candidate of candidates ?? []) add(candidate, 1 / candidates!.length);
    if (ASCII.test(word)) continue;
    for (const [language, letters] of OWN_LETTERS) if (letters.test(word)) add(language, 0.5);
  }
  return found;
}
