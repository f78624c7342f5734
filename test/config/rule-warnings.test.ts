import { expect } from 'chai';
import fc from 'fast-check';
import { faultLine } from '../../src/config/fault.ts';
import { placed } from '../../src/config/placed.ts';
import { ruleWarnings } from '../../src/config/rule-warnings.ts';
import { evaluate } from '../../src/desk/rules/evaluate.ts';
import { factsOf } from '../../src/desk/rules/facts.ts';
import { MONDAY, mailFrom } from '../scene.ts';
import { configOf, SOUND } from './written.ts';

/** The warnings about some rules, placed by the line after the sound configuration. */
function warnings(rules: string): string[] {
  const { policy, spam } = configOf(SOUND + rules);
  const above = SOUND.split('\n').length - 1;
  return placed(ruleWarnings(policy, spam.filter), SOUND + rules, 'c')
    .map(faultLine)
    .map(line => line.replace(/^c:(\d+):(\d+): /, (_all, row, column) => `${Number(row) - above}:${column} `));
}

const rule = (name: string, when: string, then = 'tags = "t"') =>
  `[[rule]]\nname = "${name}"\nwhen = { ${when} }\nthen = { ${then} }\n`;
const STOP = 'stop = true';

/** Conditions that meet often, so that many rules are in each other's way. */
const PIECES = [
  'subject = "x"',
  'subject = ["x", "y"]',
  'body = "x"',
  'queue = "support"',
  'mail = "new"',
  'mail = ["new", "follow-up"]',
  'written_by = "person"',
  'written_by = ["person", "auto-reply"]',
  'spam = ["ham", "unsure"]',
  'not = { subject = "x" }',
  'any = [{ subject = "y" }, { body = "y" }]',
  'trust = "none"',
];
const someWhen = fc
  .uniqueArray(fc.constantFrom(...PIECES), { maxLength: 3, selector: piece => piece.split(' ')[0] })
  .map(pieces => pieces.join(', '));
const someRules = fc.array(fc.tuple(someWhen, fc.constantFrom('stop = true', 'tags = "t"', 'hold = true')), {
  minLength: 2,
  maxLength: 4,
});
const someMail = fc.record({
  subject: fc.constantFrom('x', 'y', 'x y', 'z'),
  newWords: fc.constantFrom('x', 'y', 'z'),
  kind: fc.constantFrom('person', 'auto-reply', 'list'),
  spam: fc.constantFrom('ham', 'unsure', 'spam', 'unjudged'),
  trust: fc.constantFrom('pass', 'none'),
  followUp: fc.boolean(),
});

describe('A rule that does nothing', () => {
  it('is told of only when no mail makes it fire', () => {
    fc.assert(
      fc.property(
        someRules,
        fc.constantFrom('all', 'first'),
        fc.array(someMail, { minLength: 20, maxLength: 20 }),
        (all, mode, mails) => {
          const text = all.map(([when, then], i) => rule(`r${i}`, when, then)).join('');
          const { policy } = configOf(`${SOUND}[rules]\nmode = "${mode}"\n${text}`);
          const told = ruleWarnings(policy, true).map(({ path }) => `r${path[1]}`);
          for (const { followUp, kind, spam, trust, ...words } of mails) {
            const mail = mailFrom({ name: 'Ann', address: 'ann@example.org' }, {
              ...words,
              kind,
              text: words.newWords,
              spam: { probability: 0.5, verdict: spam, because: [] },
              trust: { verdict: trust, because: 'x' },
            } as never);
            const facts = factsOf(mail, { now: MONDAY, followUp, queue: 'support', organisations: [] });
            const of = { machine: kind === 'auto-reply', spam: spam === 'spam' };
            const { fired } = evaluate(policy.rules, policy.ruleMode, facts, of);
            expect(
              fired.filter(name => told.includes(name)),
              text,
            ).to.deep.equal([]);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('because another stops before it is told of, with its place', () => {
    expect(warnings(rule('all', '', STOP) + rule('r', 'subject = "x"'))).to.deep.equal([
      '5:1 rule[1]: no mail gets as far: rule "all" before it fits every mail that this one fits, and no other is looked at then',
    ]);
    for (const end of ['hold = true', 'reject = "no"'])
      expect(warnings(rule('all', '', end) + rule('r', 'subject = "x"')), end).to.have.length(1);
    const first = '[rules]\nmode = "first"\n';
    expect(warnings(first + rule('a', 'subject = ["x", "y"]') + rule('b', 'subject = "y", body = "z"'))).to.deep.equal([
      '7:1 rule[1]: no mail gets as far: rule "a" before it fits every mail that this one fits, and only the first counts (rules.mode)',
    ]);
    expect(warnings(rule('a', 'weekday = "mon-fri"', STOP) + rule('b', 'weekday = "tue"'))).to.have.length(1);
  });

  it('is not one that some mail may still reach', () => {
    const reached: readonly (readonly [string, string])[] = [
      ['subject = "x"', 'subject = ["x", "y"]'],
      ['subject = "x"', 'body = "x"'],
      ['subject = "x", body = "y"', 'subject = "x"'],
      ['', 'mail = "follow-up"'],
      ['', 'written_by = "auto-reply"'],
      ['', 'spam = "spam"'],
      ['attachment = "*.pdf"', 'attachment = true'],
      ['guess = { category = "billing", above = 0.9 }', 'guess = "billing"'],
      ['not = { domain = "a.example" }', 'domain = "b.example"'],
      ["subject = '/a/'", "subject = '/b/'"],
      ['time = "08:00-18:00"', 'time = "08:00-18:00", zone = "Asia/Tokyo"'],
    ];
    for (const [earlier, later] of reached)
      expect(warnings(rule('a', earlier, STOP) + rule('b', later)), `${earlier} / ${later}`).to.deep.equal([]);
    expect(warnings(rule('a', '') + rule('b', 'subject = "x"')), 'it does not stop').to.deep.equal([]);
  });

  it('because its conditions exclude each other', () => {
    for (const when of [
      'subject = "x", not = { subject = "x" }',
      'subject = "x", not = { subject = ["x", "y"] }',
      'subject = "x", not = [{ body = "y" }, { subject = "x" }]',
      'subject = "x", body = "y", not = { subject = "x", body = "y" }',
      'all = [{ trust = "pass" }, { trust = ["fail", "none"] }]',
    ])
      expect(warnings(rule('r', when)), when).to.deep.equal([
        '3:8 rule[0].when: no mail can be so: two of the conditions exclude each other',
      ]);
    for (const when of [
      'subject = "x", not = { body = "x" }',
      'subject = "x", not = { subject = "x", body = "y" }',
      'subject = ["x", "z"], not = { subject = "x" }',
      'all = [{ subject = "x" }, { subject = "y" }]',
      'all = [{ trust = ["pass", "none"] }, { trust = ["fail", "none"] }]',
    ])
      expect(warnings(rule('r', when)), when).to.deep.equal([]);
  });

  it('because nobody judges mail, or what is rejected has no ticket', () => {
    expect(warnings(`[spam]\nfilter = false\n${rule('r', 'spam = "spam"', 'accept = true')}`)[0]).to.include(
      'no mail is judged: spam.filter is false',
    );
    expect(warnings(rule('r', 'subject = "x"', 'reject = true, canned = "solved"'))).to.deep.equal([
      '4:8 rule[0].then: a rejected mail has no ticket: the rest of it comes to nothing',
    ]);
    expect(warnings(rule('r', 'subject = "x"', 'reject = true, stop = true'))).to.deep.equal([]);
  });

  it('because it looks for the signs of an expression', () => {
    for (const words of ["'inv\\d+'", "'/inv/i'", "'inv.*'", "'(fax|mail)'"])
      expect(warnings(rule('r', `subject = ${words}`)).join(), words).to.match(
        /is looked for as it stands: an expression is written '\/…\/'$/,
      );
    for (const words of [
      '"invoic*"',
      '"[external]"',
      '"a.b"',
      '"/etc/passwd"',
      "'C:\\new'",
      '"what?"',
      '"(see below)"',
    ])
      expect(warnings(rule('r', `subject = ${words}`)), words).to.deep.equal([]);
  });
});
