/** `desk help templates`: which files an administrator may put where, and what they may print. */
import type { Topic } from './help-topic.ts';

export const TEMPLATES: Topic = {
  name: 'templates',
  title: 'letters, canned replies and the FAQ in words of your own',
  section: 'TEMPLATES',
  before:
    'They lie in the folder that the key templates of the configuration names; a file there wins over the shipped one of its name. {{ ticket }} prints a variable, {% if name %}…{% endif %} asks first (Liquid), the rest is Markdown with a paragraph on a line. desk config check finds what is wrong with them; desk serve does not start with a faulty letter.',
  terms: [
    [
      'letters/en/answer.liquid',
      'a letter in English: a line "Subject: …", an empty line, the text. What there is stands in desk help letters',
    ],
    [
      'canned/en/hours.md',
      'a canned reply: a head between two lines --- with title, tags, category, language, close: yes, ask: yes; then the text. Straight in canned/ it is for every language. desk canned new, desk canned edit. It prints name, address, ticket, subject, category, queue, desk, operator, lacking; what is empty then is refused, so ask first: {% if name %}Hello {{ name }},{% else %}Hello,{% endif %}',
    ],
    [
      'faq/en/vpn.md',
      'an entry of the FAQ: a head with title, tags, category, language, url, public: yes; then the answer. Requesters hear only of what is public (letters.faq)',
    ],
  ],
};

export const LETTERS: Topic = {
  name: 'letters',
  title: 'who gets which letter, and what its template may print beside desk and queue',
  section: 'LETTERS',
  before:
    'Where they lie stands in desk help templates. Variables in brackets belong to the one before: {{ requester.name }}, {% for old in history %}{{ old.author }}{% endfor %}.',
  terms: [
    ['confirmation', 'the requester, of a first mail: ticket, faq (title, text), signature'],
    [
      'answer, closing',
      'the requester: ticket, subject, name, words, signedBy, signature, history (author, date, words)',
    ],
    ['need-info', 'the requester, who is asked something: the same'],
    ['status', 'the requester (letters.status): ticket, subject, name, status, means, signature'],
    ['owner', 'the requester (letters.owner): ticket, subject, name, owner, signature'],
    ['too-large', 'whoever sent too much: limit, size, signature'],
    ['new-ticket, new-message', 'the staff: ticket, subject, name, words, requester (name, address)'],
    ['assigned', 'the new owner: ticket, subject, name, by, requester (name, address)'],
    ['note, answered', 'the staff: ticket, subject, name, words, by'],
    ['changed', 'the staff: ticket, subject, name, by, changes (what, from, to)'],
    ['not-delivered', 'the staff: ticket, subject, name, recipient, reason'],
    ['digest', 'the staff, once a day: name, held, quarantined, spam, latest'],
    ['loop, quarantined', 'the staff: name, mail, sender, subject, reason; quarantined also again'],
  ],
};
