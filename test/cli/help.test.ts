import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { COMMANDS } from '../../src/cli/commands.ts';
import * as exits from '../../src/cli/exits.ts';
import { EXITS } from '../../src/cli/exits.ts';
import { TOPICS, topicLines } from '../../src/cli/help-topics.ts';
import { manPage } from '../../src/cli/man-page.ts';
import { withoutSigns } from '../../src/cli/signed-words.ts';
import { ruleWarnings } from '../../src/config/rule-warnings.ts';
import { LIST_COLUMNS } from '../../src/desk/list-columns.ts';
import { SAMPLE_VIEWS } from '../../src/outbox/view.ts';
import { configOf, faultsOf } from '../config/written.ts';
import { type TemporaryDesk, temporaryDesk } from './desk.ts';

describe('The help', function () {
  this.timeout(60_000);
  let here: TemporaryDesk;
  before(() => {
    here = temporaryDesk('');
  });
  after(() => here.remove());

  it('explains exit codes, tickets, columns and variables, and names these topics', async () => {
    const { out } = await here.desk('help');
    for (const { name } of TOPICS) expect(out).to.include(`desk help ${name}`);
    for (const topic of TOPICS)
      expect((await here.desk('help', topic.name)).out).to.equal(`${topicLines(topic).join('\n')}\n`);
    const codes = Object.values(exits).filter(value => typeof value === 'number');
    expect(EXITS.map(({ code }) => code)).to.have.members(codes);
    expect(TOPICS.find(({ name }) => name === 'columns')!.terms.map(([word]) => word)).to.deep.equal([...LIST_COLUMNS]);
    expect(LIST_COLUMNS.length).to.be.at.least(20);
    for (const words of [
      ['help', 'columns'],
      ['list', '--help'],
    ])
      expect((await here.desk(...words)).out).to.match(/"!": overdue/);
  });

  it('has examples of rules that the configuration takes', () => {
    const { examples = [] } = TOPICS.find(({ name }) => name === 'rules')!;
    expect(examples.length).to.be.above(5);
    const desk = `[[operator]]
login = "bob"
name = "Bob"
address = "bob@staff.example"
[[group]]
name = "first-level"
members = ["bob"]
[[queue]]
name = "billing"
address = "billing@desk.example"
[courier]
kind = "keep"
`;
    expect(faultsOf(desk + examples.map(([, text]) => text).join('\n'))).to.deep.equal([]);
    const { policy, spam } = configOf(desk + examples.map(([, text]) => text).join('\n'));
    expect(ruleWarnings(policy, spam.filter)).to.deep.equal([]);
  });

  it('names every variable of every letter', () => {
    const { terms } = TOPICS.find(({ name }) => name === 'letters')!;
    const said = new Map(terms.flatMap(([names, what]) => names.split(', ').map(name => [name, what] as const)));
    const views = Object.entries(SAMPLE_VIEWS);
    expect([...said.keys()]).to.have.members(views.map(([name]) => name));
    for (const [name, view] of views)
      for (const variable of Object.keys(view).filter(one => one !== 'desk' && one !== 'queue'))
        expect(said.get(name === 'need-info' ? 'answer' : name), `${name}: ${variable}`).to.match(
          new RegExp(`\\b${variable}\\b`),
        );
  });

  it('breaks its lines where a terminal ends', () => {
    for (const topic of TOPICS) {
      const lines = topicLines(topic, 80);
      for (const line of lines) expect(line.length, line).to.be.at.most(80);
      expect(lines.join(' ').replace(/\s+/g, ' ')).to.equal(topicLines(topic).join(' ').replace(/\s+/g, ' '));
    }
  });

  it('says which command there is not, and which one may be meant', async () => {
    const slips: [string[], string][] = [
      [['nosuch'], 'there is no command nosuch; desk help names them all\n'],
      [['lisst'], 'there is no command lisst; did you mean list?\n'],
      [['colums'], 'there is no command colums; did you mean columns?\n'],
      [['outbox', 'lst'], 'there is no command outbox lst; did you mean outbox list?\n'],
      [['\u001b]0;pwned\u0007'], 'there is no command \\x1b]0;pwned\\x07; desk help names them all\n'],
    ];
    for (const [words, err] of slips)
      expect(await here.desk('help', ...words), words.join(' ')).to.deep.equal({ code: 2, out: '', err });
    for (const words of [['list'], ['outbox', 'list']])
      expect(await here.desk('help', ...words), words.join(' ')).to.include({ code: 0, err: '' });
    const same = async (words: readonly string[], as: readonly string[]) =>
      expect((await here.desk(...words)).out, words.join(' ')).to.equal((await here.desk(...as)).out);
    await same(['help', 'outbox', 'list'], ['outbox', 'list', '--help']);
    await same(['help', 'show'], ['show', '--help']);
    await same(['help', 'rules', 'test'], ['rules', 'test', '--help']);
    await same(['help', 'help'], ['--help']);
  });

  it('is named by a call that lacks something, with an example', async () => {
    expect(await here.desk('reply')).to.deep.equal({
      code: 2,
      out: '',
      err: 'error: missing required argument \'ticket\'\nTry desk reply --help, or: desk reply 12 --close -m "The new toner is in."\n',
    });
    expect((await here.desk('outbox', 'show')).err).to.include('\nTry desk outbox show --help, or: desk outbox show ');
    expect((await here.desk('--nonsense')).err).to.include('\nTry desk --help\n');
  });

  it('is a manual page that roff has nothing to say against', async function () {
    const page = manPage(COMMANDS, '1.2.3');
    for (const entry of COMMANDS)
      for (const one of 'inner' in entry ? entry.inner : [entry])
        for (const { flags } of one.options ?? []) expect(page).to.include(flags.replaceAll('-', '\\-'));
    expect(page).to.match(/^[\x20-\x7e\n]*$/);
    try {
      execFileSync('groff', ['--version'], { stdio: 'ignore' });
    } catch {
      return this.skip();
    }
    const groff = await here.desk('$DESK man | groff -ww -man -Tutf8 2>&1 >/dev/null', { shell: true });
    expect(groff.out).to.equal('');
    const plain = await here.desk('$DESK man | groff -man -Tutf8 -P-cbou', { shell: true });
    expect(plain.out).to.include('desk set <ticket...>').and.include('EXIT').and.include('requester’s');
  });
});

describe('Words that begin with a minus', () => {
  const cases: [string, string][] = [
    ['list --sort -changed', 'list --sort=-changed'],
    ['list --tag -crm,vip --all', 'list --tag=-crm,vip --all'],
    ['list --sort changed -c x.toml', 'list --sort changed -c x.toml'],
    ['note 12 -m -check', 'note 12 --message=-check'],
    ['note 12 -m -', 'note 12 -m -'],
    ['tag 12 +vip -old --json', 'tag 12 +vip --remove=old --json'],
    ['--as eve tag 12 -old -n', '--as eve tag 12 --remove=old -n'],
    ['tag 12 --remove -old', 'tag 12 --remove=-old'],
    ['tag 12 -- -old', 'tag 12 -- -old'],
    ['tag -h', 'tag -h'],
    ['show 12 -x', 'show 12 -x'],
    ['outbox --state -x', 'outbox --state=-x'],
    ['held approve 3 --ticket -', 'held approve 3 --ticket -'],
  ];
  for (const [typed, read] of cases)
    it(typed, () => {
      expect(withoutSigns(typed.split(' ')).join(' ')).to.equal(read);
    });
});
