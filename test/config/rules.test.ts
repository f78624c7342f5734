import { expect } from 'chai';
import { faultsOf, SOUND } from './written.ts';

/** The faults of one rule, placed by the line after the sound configuration. */
function faults(rule: string): string[] {
  const above = SOUND.split('\n').length - 1;
  return faultsOf(SOUND + rule).map(line =>
    line.replace(/^config\.toml:(\d+):(\d+): /, (_all, row, column) => `${Number(row) - above}:${column} `),
  );
}

const one = (when: string, then = '{ tags = "t" }') => faults(`[[rule]]\nname = "r"\nwhen = ${when}\nthen = ${then}`);

describe('A faulty rule', () => {
  it('has all its faults told at once, each where it stands', () => {
    const rule = [
      '[[rule]]',
      'name = "r"',
      '[rule.when]',
      'subjekt = "x"',
      "subject = ['ok', '/(/']",
      'any = [{ domain = "example.org" }, { weekday = "someday", form = "x" }]',
      '[rule.then]',
      'queue = "suport"',
      'owner = "alice"',
    ];
    expect(faults(rule.join('\n'))).to.deep.equal([
      '4:1 rule[0].when.subjekt: unknown key, did you mean subject?',
      '5:18 rule[0].when.subject[1]: is no expression that RE2 knows: missing closing ): `(`',
      '6:48 rule[0].when.any[1].weekday: expected a day such as "sat" or "mon-fri", got "someday"',
      '6:59 rule[0].when.any[1].form: unknown key, did you mean from?',
      '8:9 rule[0].then.queue: "suport" is not a queue, did you mean "support"?',
      '9:9 rule[0].then.owner: "alice" is not an active operator who may own tickets: there is "bob"',
    ]);
  });

  it('may ask for nothing that RE2 cannot do in time that grows with the text', () => {
    expect(one("{ subject = '/(a)\\1/' }")[0]).to.match(/invalid escape sequence/);
    expect(one("{ subject = '/(?=a)b/' }")[0]).to.match(/invalid or unsupported Perl syntax/);
    expect(one("{ subject = '/((a{1,30}){1,30}){1,30}/' }")[0]).to.match(
      /invalid repeat count|too large an expression/,
    );
    expect(one("{ subject = '/(\\p{L}{500}|x{900}){2}/' }")[0]).to.match(/too large|repeat count/);
  });

  it('may not be of another shape', () => {
    const wrong: readonly (readonly [string, RegExp])[] = [
      ['{ subject = 7 }', /expected words, a glob .* got 7$/],
      ['{ subject = "" }', /expected words/],
      ['{ subject = [] }', /an empty list/],
      ['{ subject = "* ?" }', /would find everything/],
      ['{ size = "5 MB" }', /expected a size such as "> 5 MB"/],
      ['{ time = "8-18" }', /expected a time of day/],
      ['{ time = "08:00-24:30" }', /expected a time of day/],
      ['{ time = "08:00-18:00", zone = "Mars/Base" }', /expected a time zone/],
      ['{ zone = "UTC" }', /needs a time or a weekday beside it/],
      ['{ trust = "yes" }', /expected "pass", "fail", "none" or "unknown", got "yes"$/],
      ['{ trust = "passed" }', /got "passed", did you mean "pass"\?$/],
      ['{ written_by = "bounce" }', /expected "person", .*, got "bounce"$/],
      ['{ language = "xx" }', /expected "en", .*, got "xx"$/],
      ['{ from = "example.org" }', /expected an address such as "ann@example.org", or "\*@example.org"/],
      ['{ to = ["a@example.org", "Ann <ann@example.org>"] }', /when\.to\[1\]: expected an address/],
      ['{ domain = "@example.org" }', /expected what follows the @/],
      ['{ header = { name = "X", match = "y" } }', /unknown key, did you mean matches\?/],
      ['{ header = { nam = "X" } }', /unknown key, did you mean name\?/],
      ['{ header = { x = "X" } }', /unknown key: known are name, matches/],
      ['{ header = "No Colon:" }', /expected the name of a header/],
      ['{ attachment = { kind = "pdf" } }', /unknown key: known are type, name, size/],
      ['{ guess = { category = "billing", above = 2 } }', /expected a number above 0 and at most 1/],
      ['{ guess = "biling" }', /did you mean "billing"/],
      ['{ all = { subject = 1 } }', /when\.all\.subject: expected words/],
      ['{ not = "x" }', /expected conditions in braces/],
    ];
    for (const [when, what] of wrong) expect(one(when).join('\n'), when).to.match(what);
  });

  it('may name nothing that is not there', () => {
    const wrong: readonly (readonly [string, RegExp])[] = [
      ['{ category = "biling" }', /"biling" is not a category, did you mean "billing"/],
      ['{ criticality = "hihg" }', /did you mean "high"/],
      ['{ kind = "x" }', /"x" is not a kind: there is/],
      ['{ status = "x" }', /"x" is not a status/],
      ['{ group = "x" }', /"x" is not a group: there is none/],
      ['{ helpers = ["alice"] }', /"alice" is not an active operator/],
      ['{ owner = { round_robin = "x" } }', /then\.owner\.round_robin: "x" is not a group/],
      ['{ owner = { round_robin = ["bob", "x"] } }', /round_robin\[1\]: "x" is not an active operator/],
      ['{ owner = { turn = "x" } }', /owner\.turn: unknown key: known are round_robin, least_loaded$/],
      ['{ owner = { round-robin = "x" } }', /unknown key, did you mean round_robin\?$/],
      ['{ owner = [] }', /expected a login, \{ round_robin/],
      ['{ due = "2d" }', /unknown key, did you mean due_in\?$/],
      ['{ tags = "two words" }', /expected a tag, one word/],
      ['{ webhook = "ftp://x" }', /expected a URL/],
      ['{ due_in = "soon" }', /then\.due_in: expected a duration such as "4h" or "2d", at most ten years/],
      ['{ due_in = 2 }', /expected a duration/],
      ['{ due_in = "0d" }', /expected a duration/],
      ['{ due_in = "9999d" }', /expected a duration/],
      ['{ hold = "" }', /expected true, or why/],
      ['{ stop = "yes" }', /expected true or false/],
      ['{ quee = "support" }', /unknown key, did you mean queue/],
    ];
    for (const [then, what] of wrong) expect(one('{}', then).join('\n'), then).to.match(what);
  });

  it('does something, and is not called as another one', () => {
    expect(faults('[[rule]]\nname = "r"')).to.deep.equal(['1:1 rule[0]: it does nothing: missing then']);
    expect(
      faults('[[rule]]\nname = "r"\nthen = { stop = true }\n[[rule]]\nname = "R"\nthen = { stop = true }'),
    ).to.deep.equal(['5:8 rule[1].name: is the name of rule[0] already']);
  });

  it('may find nothing else to say of a key that is unknown', () => {
    expect(one('{}', '{ tag = "t" }')).to.deep.equal(['4:10 rule[0].then.tag: unknown key, did you mean tags?']);
    expect(one('{ category = "billing" }')).to.deep.equal([
      '3:10 rule[0].when.category: unknown key: category belongs in then',
    ]);
    expect(one('{}', '{ stop = true, subject = "x" }')).to.deep.equal([
      '4:23 rule[0].then.subject: unknown key: subject belongs in when',
    ]);
    expect(faults('[[rule]]\nname = "r"\nqueue = "support"')).to.deep.equal([
      '1:1 rule[0]: it does nothing: missing then',
      '3:1 rule[0].queue: unknown key: queue belongs in when or then',
    ]);
  });

  it('has a group chosen from, and not made the owner', () => {
    const group = '[[group]]\nname = "first"\nmembers = ["bob"]\n';
    expect(faults(`${group}[[rule]]\nname = "r"\nthen = { owner = "first" }`)).to.deep.equal([
      '6:18 rule[0].then.owner: "first" is a group: { round_robin = "first" } chooses one of it',
    ]);
  });

  it('may have watchers who only look, and no owner or helper', () => {
    const jane = '[[operator]]\nlogin = "jane"\nname = "J"\naddress = "j@staff.example"\nrole = "read-only"\n';
    const then = (what: string) => faults(`${jane}[[rule]]\nname = "r"\nthen = { ${what} }`);
    expect(then('watchers = "jane"')).to.deep.equal([]);
    for (const what of ['owner = "jane"', 'helpers = "jane"'])
      expect(then(what).join(), what).to.match(/"jane" is not an active operator who may own tickets/);
  });

  it('has no URL repeated, for it may hold a password', () => {
    expect(one('{}', '{ webhook = "https://bob:hunter2@hooks.example/" }')).to.deep.equal([
      '4:20 rule[0].then.webhook: expected a URL that begins with https:// or http://, without a password, got a string',
    ]);
  });

  it('changes nothing by an answer that decides who hears notes', () => {
    for (const then of ['{ queue = "support" }', '{ owner = "bob" }', '{ helpers = "bob" }', '{ watchers = "bob" }'])
      expect(one('{ mail = ["new", "follow-up"] }', then).join('\n')).to.match(
        /4:8 .*an answer to a ticket changes no queue/,
      );
    expect(one('{ mail = "new" }', '{ owner = "bob" }')).to.deep.equal([]);
    expect(one('{ mail = "follow-up" }', '{ tags = "t", hold = true, criticality = "high" }')).to.deep.equal([]);
  });
});
