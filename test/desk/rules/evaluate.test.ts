import { expect } from 'chai';
import fc from 'fast-check';
import { type Crew, chooseOwner } from '../../../src/desk/rules/choose-owner.ts';
import { ownerWords } from '../../../src/desk/rules/effect-words.ts';
import { evaluate } from '../../../src/desk/rules/evaluate.ts';
import { type Circumstances, factsOf } from '../../../src/desk/rules/facts.ts';
import { STEPS_PER_RULE } from '../../../src/desk/rules/work.ts';
import { growsLinearly } from '../../linear.ts';
import { MONDAY, mailFrom } from '../../scene.ts';
import { outcomeOf, rulesIn } from './written.ts';

const mail = mailFrom({ name: 'Ann', address: 'ann@example.org' });

const THREE = `
[[rule]]
name = "first"
then = { queue = "billing", tags = ["a", "b"], criticality = "high" }
[[rule]]
name = "not this one"
when = { subject = "fax" }
then = { queue = "support" }
[[rule]]
name = "last"
then = { criticality = "low", tags = "c", owner = "eve", note = "look" }
`;

describe('Rules', () => {
  it('all fire that fit, in their order: tags add up, and of one field the later has its way', () => {
    const outcome = outcomeOf(THREE, mail);
    expect(outcome.fired).to.deep.equal(['first', 'last']);
    expect(outcome.fields).to.deep.equal({ queue: 'billing', criticality: 'low' });
    expect(outcome.tags).to.deep.equal(['a', 'b', 'c']);
    expect(outcome.owner).to.deep.equal({ by: 'name', login: 'eve' });
    expect(outcome.because).to.deep.equal([
      'rule "first": queue billing, criticality high, tag a, tag b',
      'rule "last": criticality low, owner eve, tag c, a note',
    ]);
  });

  it('end with the first that fits where the administrator wants that', () => {
    expect(outcomeOf(THREE, mail, {}, 'first').fired).to.deep.equal(['first']);
  });

  it('end with one that says stop, hold or reject', () => {
    for (const end of ['stop', 'hold', 'reject'])
      expect(outcomeOf(THREE.replace('tags = ["a", "b"]', `${end} = true`), mail).fired, end).to.deep.equal(['first']);
  });

  it('hold rather than reject when a rule says both, because a held mail is not lost', () => {
    const both = '[[rule]]\nname = "r"\nthen = { reject = true, hold = "who knows" }';
    expect(outcomeOf(both, mail).end).to.deep.equal({ as: 'held', why: 'who knows' });
  });

  it('are not for answers, machines and spam unless they ask', () => {
    const rules = rulesIn(`
[[rule]]
name = "plain"
then = { tags = "x" }
[[rule]]
name = "answers"
when = { mail = ["new", "follow-up"] }
then = { tags = "x" }
[[rule]]
name = "machines"
when = { not = { written_by = "person" } }
then = { accept = true }
[[rule]]
name = "spam"
when = { any = [{ spam = "spam" }, { subject = "viagra" }] }
then = { reject = true }
`);
    const spam = { ...mail, spam: { probability: 1, verdict: 'spam', because: [] } } as const;
    const machine = { ...mail, kind: 'auto-reply' } as const;
    const fired = (of: typeof mail, followUp: boolean, as: { machine?: boolean; spam?: boolean }) => {
      const facts = factsOf(of, { now: MONDAY, followUp, queue: 'support', organisations: [] });
      return evaluate(rules, 'all', facts, { machine: false, spam: false, ...as }).fired;
    };
    expect(fired(mail, false, {})).to.deep.equal(['plain', 'answers']);
    expect(fired(mail, true, {})).to.deep.equal(['answers']);
    expect(fired(machine, false, { machine: true })).to.deep.equal(['machines']);
    expect(fired(spam, false, { spam: true })).to.deep.equal(['spam']);
  });
});

describe('A rule that is asked about', () => {
  const facts = (over: Partial<Circumstances> = {}) =>
    factsOf(mail, { now: MONDAY, followUp: false, queue: 'support', organisations: [], ...over });
  const why = (toml: string, of = { machine: false, spam: false }, over: Partial<Circumstances> = {}) =>
    evaluate(rulesIn(toml), 'all', facts(over), of, 'r').because.at(-1);
  const rule = (when: string, name = 'r', then = 'tags = "t"') =>
    `[[rule]]\nname = "${name}"\nwhen = { ${when} }\nthen = { ${then} }\n`;

  it('tells which of its conditions are not so, and what is', () => {
    const table: readonly (readonly [string, string])[] = [
      ['subject = "fax", from = "ann@example.org"', 'not so: subject "fax"'],
      ['domain = "a.example"', 'not so: domain "a.example" (it is example.org)'],
      [
        'written_by = "bulk", queue = "billing"',
        'not so: written by bulk (it is person); not so: queue billing (it is support)',
      ],
      ['mail = "follow-up"', 'not so: mail follow-up (it is new)'],
      ['any = [{ subject = "fax" }, { body = "fax" }]', 'not so: subject "fax" or body "fax"'],
      ['weekday = "sun"', 'not so: sun in Europe/Amsterdam (it is mon 10:00)'],
      ['guess = "billing"', 'not so: guessed billing (0.8 or surer) (it is not guessed)'],
      ['spam = "spam"', 'not so: spam spam (it is unjudged)'],
      ['size = "> 5 MB"', `not so: size above 5 MB (it is ${mail.size} bytes)`],
    ];
    for (const [when, said] of table) expect(why(rule(when)), when).to.equal(`rule "r" did not fire: ${said}`);
  });

  it('tells whom it is not for, and which rule came before it', () => {
    expect(why(rule(''), undefined, { followUp: true })).to.include(
      'it is an answer to a ticket, and no condition asks for mail',
    );
    expect(why(rule(''), { machine: false, spam: true })).to.include(
      'it is taken for spam, and no condition asks for spam',
    );
    expect(why(rule(''), { machine: true, spam: false })).to.include('and no condition asks for written_by');
    expect(why(rule('', 'first', 'hold = true') + rule('subject = "fax"'))).to.include('not so: subject "fax"');
    expect(why(rule('', 'first', 'hold = true') + rule(''))).to.equal(
      'rule "r" did not fire: it fits, but after rule "first" no other is looked at',
    );
  });

  it('says nothing more when it fired', () => {
    expect(why(rule(''))).to.equal('rule "r": tag t');
  });
});

describe('A slow expression', () => {
  const rules = (expression: string) => `
[[rule]]
name = "slow"
when = { body = '${expression}' }
then = { queue = "billing" }
[[rule]]
name = "next"
then = { tags = "seen" }
`;

  it('such as (a+)+$ on 50 kB of a is answered fast', () => {
    const evil = { ...mail, newWords: `${'a'.repeat(50_000)}!` };
    const begun = performance.now();
    expect(outcomeOf(rules('/(a+)+$/'), evil).fired).to.deep.equal(['next']);
    expect(performance.now() - begun).to.be.lessThan(1_000);
  });

  it('fails its rule when it may take too long, and the others are looked at', () => {
    const long = { ...mail, newWords: 'ab'.repeat(32_000) };
    const outcome = outcomeOf(rules('/(a|b)*a(a|b){200}c/'), long);
    expect(outcome.fired).to.deep.equal(['next']);
    expect(outcome.because[0]).to.match(/^rule "slow" failed: it is too much work: .* on 64000 characters$/);
    expect(outcome.because[1]).to.equal('rule "next": tag seen');
  });

  it('does not fail on a short text, and never because the machine is busy: steps are counted, not time', () => {
    const short = { ...mail, newWords: `${'a'.repeat(300)}c` };
    expect(outcomeOf(rules('/(a|b)*a(a|b){200}c/'), short).fired).to.deep.equal(['slow', 'next']);
  });

  it('may fail because of the rules before it, when they took what one mail may take', () => {
    const text = 'b'.repeat(65_000);
    const size = Math.floor(STEPS_PER_RULE / text.length / 1.2);
    const many = Array.from(
      { length: 6 },
      (_, i) => `[[rule]]\nname = "r${i}"\nwhen = { body = '/a{${size}}x/' }\nthen = { tags = "t" }`,
    );
    const outcome = outcomeOf(many.join('\n'), { ...mail, newWords: text });
    expect(outcome.because.at(-1)).to.match(/^rule "r5" failed: the rules before it left no room for its work/);
    expect(outcome.because.length).to.be.lessThan(3);
  });

  it('looks at no more than 64 kB of a text', () => {
    const late = { ...mail, newWords: `${'a '.repeat(40_000)}needle` };
    expect(outcomeOf(rules('/needle/'), late).fired).to.deep.equal(['next']);
  });

  it('takes a time that grows with the text only, and so do words and globs', () => {
    for (const what of ['"needle"', '"n*dle"', "'/(x+x+)+y/'"]) {
      const [rule] = rulesIn(`[[rule]]\nname = "r"\nwhen = { body = ${what} }\nthen = { tags = "t" }`);
      const work = (n: number) => {
        const newWords = 'x'.repeat(n);
        const facts = factsOf({ ...mail, newWords }, { now: 0, followUp: false, queue: 'q', organisations: [] });
        return evaluate([rule!], 'all', facts, { machine: false, spam: false });
      };
      expect(growsLinearly(work, 10_000), what).to.equal(true);
    }
  });
});

describe('The same mail twice', () => {
  const rules = `
[[rule]]
name = "words"
when = { any = [{ subject = "*a*" }, { body = ["b c", '/(a|b)+c$/'] }] }
then = { tags = "w", stop = true }
[[rule]]
name = "slow"
when = { anywhere = '/(a|b)*a(a|b){100}c/', language = ["en", "de"] }
then = { hold = true }
[[rule]]
name = "rest"
when = { not = { from = "*a*@*" }, size = "> 100 B" }
then = { owner = { round_robin = "second-level" } }
`;

  it('comes to the same end', () => {
    const words = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', '\n', 'é', 'ш', '!'), maxLength: 400 });
    const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
    const message = `SEED=${seed}`;
    fc.assert(
      fc.property(words, words, fc.integer({ min: 0, max: 300 }), fc.nat(400), (subject, body, size, times) => {
        const of = { ...mail, subject, newWords: body.repeat(times), text: body.repeat(times), size };
        const [first, second] = [outcomeOf(rules, of), outcomeOf(rules, structuredClone(of))];
        expect(second, message).to.deep.equal(first);
      }),
      { seed, numRuns: 150 },
    );
  });
});

describe('The owner', () => {
  const crew = (over: Partial<Crew> = {}): Crew => ({
    present: new Set(['bob', 'eve', 'kim']),
    lastTurn: new Map(),
    load: new Map(),
    ...over,
  });
  const turns = { by: 'turn', name: 'second-level', among: ['bob', 'eve', 'kim'] } as const;
  const least = { by: 'load', name: 'second-level', among: ['bob', 'eve', 'kim'] } as const;

  it('by turns is the next in the list, and after the last the first', () => {
    const next = (last?: string) =>
      chooseOwner(turns, crew({ lastTurn: new Map(last === undefined ? [] : [['second-level', last]]) })).login;
    expect([next(), next('bob'), next('eve'), next('kim'), next('who left')]).to.deep.equal([
      'bob',
      'eve',
      'kim',
      'bob',
      'bob',
    ]);
  });

  it('by turns is not who is away, and whose turn it was is said', () => {
    const away = crew({ present: new Set(['bob', 'kim']), lastTurn: new Map([['second-level', 'bob']]) });
    expect(chooseOwner(turns, away)).to.deep.equal({
      login: 'kim',
      turn: { name: 'second-level', login: 'kim' },
      because: 'owner kim: next of second-level',
    });
  });

  it('by load is who has least open, of equals the first, and not who is away', () => {
    const load = new Map([
      ['bob', 3],
      ['eve', 1],
      ['kim', 1],
    ]);
    expect(chooseOwner(least, crew({ load })).login).to.equal('eve');
    expect(chooseOwner(least, crew({ load, present: new Set(['bob', 'kim']) })).login).to.equal('kim');
  });

  it('of a list in the rule is told by the logins, for the list has no name', () => {
    const choice = { by: 'load', name: 'rule printers', among: ['bob', 'eve'] } as const;
    expect(chooseOwner(choice, crew()).because).to.equal('owner bob: 0 open tickets, the least of bob, eve');
    expect(ownerWords(choice)).to.equal('with least to do of bob, eve');
    expect(ownerWords(turns)).to.equal('by turns of second-level');
  });

  it('is nobody when nobody is there', () => {
    for (const choice of [turns, least])
      expect(chooseOwner(choice, crew({ present: new Set() }))).to.deep.equal({
        login: null,
        because: 'no owner: nobody of second-level is there',
      });
  });
});
