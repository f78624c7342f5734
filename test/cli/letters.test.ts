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
      expect(err).to.match(/ru\/answer\.liquid:4:4: unknown variable wordz; answer knows desk, /);
    }
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
