/** Templates as an administrator edits them, and what a command reads of all this that writes no letter. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { CONFIG, type TemporaryDesk, temporaryDesk } from './desk.ts';

interface Coverage {
  readonly result: readonly { readonly url: string }[];
}

describe('desk with templates of its own', () => {
  let here: TemporaryDesk;
  beforeEach(() => {
    here = temporaryDesk(`templates = "templates"\n${CONFIG}`);
  });
  afterEach(() => here.remove());

  it('is not served when one of any language has a fault, and says where', async () => {
    here.file('templates/letters/ru/answer.liquid', 'Subject: Re: {{ subject }}\n\n{{ words }}\n{{ wordz }}\n');
    for (const command of [['serve'], ['config', 'check']]) {
      const { code, err } = await here.desk(...command);
      expect(code, err).to.equal(78);
      expect(err).to.match(/ru\/answer\.liquid:4:4: unknown variable wordz, did you mean words\?/);
    }
  });

  it('is not served when a file is called so that nothing would read it', async () => {
    const FRAME = 'Subject: x\n\n{{ desk }}\n';
    const wrong: readonly (readonly [string, string])[] = [
      ['letters/en/confrimation.liquid', 'there is no letter of this name, did you mean confirmation.liquid?'],
      ['letters/nl/hello.liquid', 'there is no letter of this name; there is confirmation, answer, '],
      ['letters/de/status.html', 'a letter ends in .liquid: status.liquid'],
      ['letters/answer.liquid', 'letters lie in a folder of their language, such as letters/en'],
      ['answer.liquid', 'letters lie in a folder of their language, such as letters/en'],
    ];
    const files = wrong.map(([name, what]) => [here.file(`templates/${name}`, FRAME), what] as const);
    here.file('templates/leters/en/answer.liquid', FRAME);
    for (const command of [['serve'], ['config', 'check']]) {
      const { code, err } = await here.desk(...command);
      expect(code, err).to.equal(78);
      for (const [file, what] of files) expect(err).to.include(`${file}:1:1: ${what}`);
      expect(err).to.include('leters:1:1: nothing is read here, did you mean letters?');
      expect(err.trim().split('\n')).to.have.length(wrong.length + 1);
    }
  });

  it('may have other files beside them', async () => {
    for (const name of [
      'README.md',
      '.git/x',
      'letters/en/answer.liquid~',
      'letters/en/answer.bak',
      'letters/en/.answer.swp',
    ])
      here.file(`templates/${name}`, 'x');
    expect(await here.desk('config', 'check')).to.include({ code: 0, err: '' });
  });

  it('warns of a language that no letter is written in', async () => {
    here.file('config.toml', `templates = "templates"\n${CONFIG}[desk]\nlanguage = "fr"\n`);
    const { code, err } = await here.desk('config', 'check');
    expect(code).to.equal(0);
    expect(err).to.match(
      /^warning: .*config\.toml:\d+:12: desk\.language: no letter is written in "fr": there is "de", "en", "nl" or "ru"$/m,
    );
    here.file('templates/letters/fr/answer.liquid', 'Subject: x\n\n{{ words }}\n');
    expect(await here.desk('config', 'check')).to.include({ code: 0, err: '' });
  });

  it('reads neither Markdown nor Liquid for a list', async () => {
    const seen = async (...command: string[]) => {
      const folder = join(here.folder, command.join('-'));
      await here.desk(...command, { env: { NODE_V8_COVERAGE: folder } });
      const runs = readdirSync(folder).map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Coverage);
      return runs.flatMap(({ result }) => result.map(({ url }) => url)).join('\n');
    };
    expect(await seen('list'))
      .to.match(/\/reading\.cjs$/m)
      .and.not.match(/markdown-it|liquidjs/);
    expect(await seen('config', 'check')).to.match(/liquidjs/);
  });
});
