import { expect } from 'chai';
import { faultLine } from '../../src/config/fault.ts';
import { placed } from '../../src/config/placed.ts';
import { ruleWarnings } from '../../src/config/rule-warnings.ts';
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

describe('A rule that does nothing', () => {
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
