import { expect } from 'chai';
import fc from 'fast-check';
import type { Knows } from '../../src/desk/search-operators.ts';
import { parseSearch } from '../../src/desk/search-query.ts';
import { placesOf, searchWords, snippetOf } from '../../src/desk/search-words.ts';
import { MONDAY, policy } from '../scene.ts';
import { IN_UTC } from '../small-desk.ts';

const DAY = 86_400_000;
const knows: Knows = {
  policy,
  login: 'bob',
  now: MONDAY,
  ...IN_UTC,
};

function read(text: string, over: Partial<Knows> = {}) {
  const query = parseSearch(text, { ...knows, ...over });
  if ('faults' in query) throw new Error(JSON.stringify(query.faults));
  return query;
}

/** The one condition of a search with one term. */
const one = (text: string) => {
  const [clause, ...others] = read(text).all;
  expect([clause?.length, others.length], text).to.deep.equal([1, 0]);
  return clause![0]!.is;
};
const words = (text: string) =>
  read(text).all.map(clause =>
    clause.map(({ not, is }) => (not ? '-' : '') + (is as unknown as { words: string[] }).words.join('+')),
  );
const faults = (text: string, over: Partial<Knows> = {}) => {
  const query = parseSearch(text, { ...knows, ...over });
  return 'faults' in query ? query.faults.map(({ fault, column }) => `${column}: ${fault}`) : [];
};

describe('a search as it is typed', () => {
  it('wants all words, a phrase in its order, one of those around OR, and none behind a minus or NOT', () => {
    expect(words('toner printer')).to.deep.equal([['toner'], ['printer']]);
    expect(words('"No dial tone" now')).to.deep.equal([['no+dial+tone'], ['now']]);
    expect(words('“no dial tone”')).to.deep.equal([['no+dial+tone']]);
    expect(words('toner OR ink OR drum paper')).to.deep.equal([['toner', 'ink', 'drum'], ['paper']]);
    expect(words('toner -paper NOT "dial tone"')).to.deep.equal([['toner'], ['-paper'], ['-dial+tone']]);
    expect(words('toner AND ink')).to.deep.equal([['toner'], ['ink']]);
    expect(words('or "OR" and')).to.deep.equal([['or'], ['or'], ['and']]);
  });

  it('takes words as the index has them: without marks, in lower case, parted at all other signs', () => {
    expect(words('Crème BRÛLÉE E-Mail 10:30 http://desk.example/x')).to.deep.equal([
      ['creme'],
      ['brulee'],
      ['e+mail'],
      ['10+30'],
      ['http+desk+example+x'],
    ]);
    expect(one('pri*')).to.deep.equal({ about: 'text', words: ['pri'], prefix: true });
    expect(one('"dial to"*')).to.deep.equal({ about: 'text', words: ['dial', 'to'], prefix: true });
    expect(searchWords('İstanbul ὈΔΥΣΣΕΎΣ ß')).to.deep.equal(['istanbul', 'οδυσσευς', 'ß']);
  });

  it('knows its operators', () => {
    expect(one('subject:"paper jam"')).to.deep.equal({
      about: 'text',
      words: ['paper', 'jam'],
      prefix: false,
      within: 'subject',
    });
    expect(one('file:invoice*')).to.deep.equal({ about: 'text', words: ['invoice'], prefix: true, within: 'files' });
    expect(one('from:Ann')).to.deep.equal({ about: 'text', words: ['ann'], prefix: false, within: 'author' });
    expect(one('from:Ann@Example.org')).to.deep.equal({ about: 'author', address: 'ann@example.org' });
    expect(one('from:eve@staff.example')).to.deep.equal({
      about: 'author',
      address: 'eve@staff.example',
      login: 'eve',
    });
    expect(one('FROM:@example.org')).to.deep.equal({ about: 'authorLike', part: '@example.org' });
    expect(one('to:ann@example.org')).to.deep.equal({ about: 'recipient', part: 'ann@example.org', whole: true });
    expect(one('in:note')).to.deep.equal({ about: 'message', kinds: ['note'] });
    expect(one('is:mine')).to.deep.equal({ about: 'field', field: 'owner', values: ['bob'] });
    expect(one('owner:none')).to.deep.equal({ about: 'field', field: 'owner', values: [null] });
    expect(one('queue:BILLING,support')).to.deep.equal({
      about: 'field',
      field: 'queue',
      values: ['billing', 'support'],
    });
    expect(one('tag:vip,none')).to.deep.equal({ about: 'tag', values: ['vip', null] });
    expect(one('status:open,waiting')).to.deep.equal({
      about: 'status',
      any: [{ means: 'open' }, { means: 'waiting' }],
    });
    expect(one('has:attachment')).to.deep.equal({ about: 'attachment' });
    expect(one('number:12')).to.deep.equal({ about: 'number', from: 12, to: 12 });
    expect(one('number:#12-20')).to.deep.equal({ about: 'number', from: 12, to: 20 });
  });

  it('knows dates: days, months, years and ages', () => {
    const monday = Date.UTC(2026, 10, 23);
    expect(one('on:2026-11-01')).to.deep.equal({
      about: 'time',
      from: Date.UTC(2026, 10, 1),
      until: Date.UTC(2026, 10, 2),
    });
    expect(one('on:2026-11')).to.deep.equal({
      about: 'time',
      from: Date.UTC(2026, 10, 1),
      until: Date.UTC(2026, 11, 1),
    });
    expect(one('before:2026')).to.deep.equal({ about: 'time', from: 0, until: Date.UTC(2026, 0, 1) });
    expect(one('after:2026-11-23')).to.deep.include({ from: monday });
    expect(one('before:3d')).to.deep.equal({ about: 'time', from: 0, until: MONDAY - 3 * DAY });
    expect(one('after:2w')).to.deep.include({ from: MONDAY - 14 * DAY });
    expect(one('on:today')).to.deep.equal({ about: 'time', from: monday, until: monday + DAY });
    expect(one('on:yesterday')).to.deep.equal({ about: 'time', from: monday - DAY, until: monday });
    expect(one('on:3d')).to.deep.equal({ about: 'time', from: monday - 3 * DAY, until: monday - 2 * DAY });
    expect(one('on:2024-02-29')).to.deep.include({ until: Date.UTC(2024, 2, 1) });
    expect(faults('before:2026-02-30')[0]).to.match(/^1: 2026-02-30 is no date: write 2026-11-01/);
  });

  it('knows when tickets are due: days, ahead, before, after, never', () => {
    const monday = Date.UTC(2026, 10, 23);
    const due = (typed: string) => {
      const is = one(`due:${typed}`);
      return is.about === 'due' ? is.span : is;
    };
    expect(due('2026-12-01')).to.deep.equal({ from: Date.UTC(2026, 11, 1), until: Date.UTC(2026, 11, 2) });
    expect(due('today')).to.deep.equal({ from: monday, until: monday + DAY });
    expect(due('tomorrow')).to.deep.equal({ from: monday + DAY, until: monday + 2 * DAY });
    expect(due('3d')).to.deep.equal({ from: MONDAY, until: MONDAY + 3 * DAY });
    expect(due('<3d')).to.deep.equal({ from: 0, until: MONDAY + 3 * DAY });
    expect(due('<2026-12')).to.deep.equal({ from: 0, until: Date.UTC(2026, 11, 1) });
    expect(due('>2026-12-01')).to.deep.include({ from: Date.UTC(2026, 11, 2) });
    expect(due('none')).to.equal(null);
    expect(one('is:overdue')).to.deep.equal({ about: 'overdue', at: MONDAY });
    expect(faults('due:soon')[0]).to.match(/^1: soon is no date: write 2026-12-01, .*how far ahead/);
  });

  it('says what is wrong, where, and what may have been meant; all at once', () => {
    expect(faults('toner form:ann is:opne')).to.deep.equal([
      '7: there is no form:, did you mean from:? (in quotes they are words)',
      '16: is: takes open, closed, unowned, unanswered, new, waiting, solved, mine, overdue; did you mean open?',
    ]);
    expect(faults('subj:x')[0]).to.match(/did you mean subject:\?/);
    expect(faults('toner from:')).to.deep.equal(['7: from: needs a name, an address or @domain right behind it']);
    expect(faults('from: ann')[0]).to.match(/^1: from: needs/);
    expect(faults('OR toner')).to.deep.equal(['1: OR stands between two words']);
    expect(faults('toner OR')).to.deep.equal(['7: OR stands between two words']);
    expect(faults('a*')).to.deep.equal(['1: at least 2 letters stand before *']);
    expect(faults('')).to.deep.equal(['1: there is no word in it; say what to look for']);
    expect(faults('--- "!"')).to.deep.equal(['1: there is no word in it; say what to look for']);
    expect(faults('is:mine', { login: undefined })[0]).to.match(/--as LOGIN/);
    expect(faults('status:opne')[0]).to.match(/did you mean open\?/);
    expect(faults('x'.repeat(201))).to.deep.equal(['1: a word has at most 200 letters']);
    expect(faults('x '.repeat(41))).to.have.length(1);
    expect(faults('number:twelve')[0]).to.match(/is no number of a ticket/);
  });

  it('looks for words that no dictionary has, and says so', () => {
    const query = read('queue:biling');
    expect(query.all[0]![0]!.is).to.deep.equal({ about: 'field', field: 'queue', values: ['biling'] });
    expect(query.doubts).to.deep.equal(['the configuration has no queue biling; did you mean billing?']);
  });

  it('takes anything that can be typed, quickly, as a query or as faults within it', () => {
    const typed = fc.oneof(
      fc.string({ unit: fc.nat(0xffff).map(unit => String.fromCharCode(unit)), maxLength: 300 }),
      fc
        .array(
          fc.constantFrom(
            '"',
            '-',
            'OR',
            'NOT',
            'from:',
            'is:',
            '*',
            '(',
            'NEAR(',
            ':',
            ' ',
            'a',
            "'",
            ';--',
            '\\',
            '\0',
            '$1',
            '\ud800',
          ),
          { maxLength: 60 },
        )
        .map(parts => parts.join('')),
    );
    fc.assert(
      fc.property(typed, text => {
        const query = parseSearch(text, knows);
        if ('faults' in query)
          for (const { column } of query.faults) expect(column).to.be.within(1, Math.max(1, text.length));
        else expect(query.all).to.have.length.greaterThan(0);
      }),
      { numRuns: 2000 },
    );
    for (const flood of ['"'.repeat(2000), 'a:'.repeat(1000), '-'.repeat(2000), `${'a'.repeat(1999)}:`]) {
      const started = performance.now();
      parseSearch(flood, knows);
      expect(performance.now() - started).to.be.below(500);
    }
  });
});

describe('what is found in a text', () => {
  const snippet = (text: string, sought: string) => {
    const places = placesOf(
      text,
      read(sought).all.map(([term]) => term!.is as never),
    );
    return snippetOf(text, places.flat())
      .map(({ text: piece, hit }) => (hit ? `<${piece}>` : piece))
      .join('');
  };

  it('is marked as it is written there', () => {
    expect(snippet('The Crème brûlée,\n  again', 'creme "brulee again"')).to.equal('The <Crème> <brûlée, again>');
    expect(snippet('printer prints', 'pri*')).to.equal('<printer> <prints>');
    expect(snippet('nothing of it', 'toner')).to.equal('nothing of it');
  });

  it('is shown where most of it stands close together', () => {
    const text = `toner ${'lorem ipsum '.repeat(40)}the toner of the printer ${'dolor sit '.repeat(40)}`;
    const shown = snippet(text, 'toner printer');
    expect(shown).to.include('the <toner> of the <printer>');
    expect(shown).to.match(/^… .* …$/s);
    expect(shown.length).to.be.below(200);
  });

  it('is what the words of a text are, whatever letters they are made of', () => {
    const letters = fc.constantFrom(
      'a',
      'B',
      'é',
      'e\u0301',
      'İ',
      'ß',
      '한',
      'ㅎ',
      '漢',
      '𝒳',
      '👍',
      ' ',
      '-',
      '\u0301',
      'Ж',
      '٣',
      'ﬁ',
    );
    const text = fc.array(letters, { maxLength: 30 }).map(parts => parts.join(''));
    fc.assert(
      fc.property(text, words => {
        for (const word of new Set(searchWords(words))) {
          const places = placesOf(words, [{ words: [word], prefix: false }])[0]!;
          expect(places.map(({ start, end }) => searchWords(words.slice(start, end)).join())).to.deep.equal(
            searchWords(words).filter(other => other === word),
          );
        }
      }),
    );
  });

  it('is cut between letters, whatever the letters are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), fc.nat(600), (text, at) => {
        const places = at < text.length ? [{ start: at, end: Math.min(text.length, at + 3) }] : [];
        const shown = snippetOf(text, places)
          .filter(({ hit }) => !hit)
          .map(piece => piece.text)
          .join('');
        if (places.length === 0 && !/\p{Cs}/u.test(text)) expect(shown).not.to.match(/\p{Cs}/u);
        expect(shown.length).to.be.below(220);
      }),
    );
  });
});
