/**
 * Domains of large mail providers where anybody has an address: whoever writes from there is nobody's colleague for it.
 * A short list of the largest, no more: an operator who gives an organisation a smaller provider's domain is not stopped.
 */
const DOMAINS: ReadonlySet<string> = new Set(
  [
    'gmail.com',
    'googlemail.com',
    'icloud.com',
    'me.com',
    'mac.com',
    'aol.com',
    'msn.com',
    'fastmail.com',
    'fastmail.fm',
  ]
    .concat(['web.de', 't-online.de', 'freenet.de', 'posteo.de', 'mailbox.org', 'mail.de', 'arcor.de', 'pm.me'])
    .concat(['orange.fr', 'wanadoo.fr', 'free.fr', 'laposte.net', 'sfr.fr', 'libero.it', 'virgilio.it', 'ziggo.nl'])
    .concat([
      'mail.ru',
      'bk.ru',
      'inbox.ru',
      'list.ru',
      'rambler.ru',
      'ya.ru',
      'ukr.net',
      'seznam.cz',
      'wp.pl',
      'o2.pl',
    ])
    .concat(['qq.com', '163.com', '126.com', 'sina.com', 'naver.com', 'daum.net', 'hanmail.net', 'rediffmail.com'])
    .concat([
      'uol.com.br',
      'bol.com.br',
      'comcast.net',
      'verizon.net',
      'att.net',
      'btinternet.com',
      'mail.com',
      'hey.com',
    ])
    .concat([
      'zoho.com',
      'tutanota.com',
      'tutanota.de',
      'tuta.io',
      'tuta.com',
      'bluewin.ch',
      'hushmail.com',
      'ymail.com',
    ]),
);

/** The same name in many countries: gmx.de, yahoo.co.uk, hotmail.fr. */
const IN_MANY_COUNTRIES =
  /^(?:gmx|yahoo|outlook|hotmail|live|yandex|proton|protonmail)\.(?:[a-z]{2,4}|(?:com?|org)\.[a-z]{2})$/;

/** `domain` in lower case. */
export function isMailProvider(domain: string): boolean {
  return DOMAINS.has(domain) || IN_MANY_COUNTRIES.test(domain);
}
