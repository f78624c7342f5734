import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkTemplates, loadTemplates, TEMPLATE_NAMES } from '../../src/outbox/templates.ts';
import { SAMPLE_VIEWS } from '../../src/outbox/view.ts';
import { SHIPPED } from './letters.ts';

describe('Templates', () => {
  let own = '';
  beforeEach(() => {
    own = mkdtempSync(join(tmpdir(), 'desk-templates-'));
  });
  afterEach(() => rmSync(own, { recursive: true }));

  function write(language: string, name: string, text: string): string {
    mkdirSync(join(own, 'letters', language), { recursive: true });
    const file = join(own, 'letters', language, `${name}.liquid`);
    writeFileSync(file, text);
    return file;
  }
  const load = (language = 'en') => loadTemplates({ folders: [own, SHIPPED], language });
  const rendered = (language: string, name: 'answer' | 'confirmation') => {
    const templates = load(language);
    return templates.render(name, SAMPLE_VIEWS[name], templates.languageOf(name, []));
  };
  /** The faults of one template, without its folder. */
  function faultsOf(text: string, name = 'answer'): string[] {
    const file = write('en', name, text);
    return checkTemplates(load()).map(fault => fault.replace(file, 'T'));
  }

  for (const language of ['en', 'nl', 'de', 'ru'])
    it(`that are shipped in ${language} are all there and without fault`, () => {
      const templates = loadTemplates({ folders: [SHIPPED], language });
      expect(checkTemplates(templates)).to.deep.equal([]);
      const names = templates.sheets().flatMap(sheet => (sheet.language === language ? [sheet.name] : []));
      expect(names).to.deep.equal([...TEMPLATE_NAMES]);
    });

  it('of the administrator win over the shipped ones', () => {
    write('en', 'answer', 'Subject: Ours\n\nOurs: {{ words }}\n');
    expect(rendered('en', 'answer')).to.deep.equal({
      subject: 'Ours',
      text: 'Ours: The first line.\nThe second line.',
      html: { body: '<p>Ours: The first line.<br>\nThe second line.</p>\n', signature: '' },
    });
    expect(rendered('en', 'confirmation').subject).to.equal('We have received your request');
  });

  it('of a language that lacks one fall back to English', () => {
    write('fr', 'answer', 'Subject: Re : {{ subject }}\n\n{{ words }}\n');
    expect(rendered('fr', 'answer').subject).to.equal('Re : The printer prints blue pages');
    expect(rendered('fr', 'confirmation').subject).to.equal('We have received your request');
  });

  it('are not looked for outside their folder', () => {
    expect(() => load('../../etc')).to.throw('not a language tag');
  });

  it('may be written with CRLF, a byte order mark and a folded subject', () => {
    write('en', 'answer', '\ufeffSubject: One\r\n  {{ subject }}\r\n\r\nBody {{ name }}\r\n');
    expect(rendered('en', 'answer').text).to.equal('Body Ann Example');
    expect(checkTemplates(load())).to.deep.equal([]);
  });

  it('name the line and column of an unknown variable, in the branch that is not taken too', () => {
    expect(
      faultsOf('Subject: Re: {{ subjekt }}\n\nHello\n{% if name == "x" %}{{ requester.name }}{% endif %}\n'),
    ).to.deep.equal([
      'T:1:17: unknown variable subjekt, did you mean subject?',
      'T:4:24: unknown variable requester.name; answer knows desk, queue, ticket, subject, name, words, signedBy, signature, history',
    ]);
  });

  it('name the line and column of what cannot be parsed', () => {
    expect(faultsOf('Subject: x\n\nHello\n  {% if name %}\n')).to.deep.equal(['T:4:3: tag {% if name %} not closed']);
    expect(faultsOf('Subject: x\n\n{{ name | shout }}\n')).to.deep.equal(['T:3:1: undefined filter: shout']);
    expect(faultsOf('Subject: x\n\n{{ name }\n')).to.deep.equal(['T:3:1: output "{{ name }\\n" not closed']);
  });

  it('name a slip in the subject beside one in the body', () => {
    expect(faultsOf('Subject: {{ subjct }}\n\n{% if name %}\n')).to.deep.equal([
      'T:1:13: unknown variable subjct, did you mean subject?',
      'T:3:1: tag {% if name %} not closed',
    ]);
  });

  it('are checked in every language, not only in the desk’s', () => {
    const file = write('ru', 'answer', 'Subject: {{ subjekt }}\n\n{{ words }}\n');
    expect(checkTemplates(load('en')).map(fault => fault.replace(file, 'T'))[0]).to.match(
      /^T:1:13: unknown variable subjekt, did you mean subject\?$/,
    );
  });

  it('name the line of what is unknown within a list', () => {
    const [fault] = faultsOf('Subject: x\n\n{% for old in history %}\n{{ old.auther }}\n{% endfor %}\n');
    expect(fault).to.match(/^T:4:\d+: undefined variable: old\.auther/);
  });

  it('are taken in the first wished language that has one, else in the desk’s, else in English', () => {
    write('fr', 'answer', 'Subject: Re : {{ subject }}\n\n{{ words }}\n');
    const templates = load('de');
    expect(templates.languageOf('answer', ['xx', 'fr', 'nl'])).to.equal('fr');
    expect(templates.languageOf('confirmation', ['xx', 'fr', 'nl'])).to.equal('nl');
    expect(templates.languageOf('confirmation', ['fr'])).to.equal('de');
    expect(templates.languageOf('answer', ['nl-BE'])).to.equal('nl');
    expect(templates.languageOf('answer', ['../../etc'])).to.equal('de');
    expect(load('xx').languageOf('answer', [])).to.equal('en');
  });

  it('must begin with a subject', () => {
    expect(faultsOf('Hello {{ name }}\n')).to.deep.equal(['T:1:1: must begin with "Subject: …" and an empty line']);
    expect(faultsOf('Subject:\n\nHello\n')).to.deep.equal(['T:1:1: the subject is empty']);
  });

  it('cannot use the subject or the name of the sender in a confirmation', () => {
    const [first, second] = faultsOf('Subject: Re: {{ subject }}\n\nHello {{ name }}\n', 'confirmation');
    expect(first).to.contain('T:1:17: unknown variable subject');
    expect(second).to.contain('T:3:10: unknown variable name');
  });

  for (const tag of ['include "/etc/passwd"', 'render "../../x"', 'layout "x"'])
    it(`cannot read files with ${tag.split(' ')[0]}`, () => {
      expect(faultsOf(`Subject: x\n\n{% ${tag} %}\n`)).to.deep.equal([`T:3:1: tag "${tag.split(' ')[0]}" not found`]);
    });

  it('cannot run for long or fill the memory', () => {
    expect(faultsOf('Subject: x\n\n{% for i in (1..100000000) %}x{% endfor %}\n')[0]).to.match(
      /^T:3:\d+: .*limit exceeded/,
    );
  });

  it('cannot reach what they were not given', () => {
    const [fault] = faultsOf('Subject: x\n\n{{ name.constructor.name }}\n');
    expect(fault).to.contain('T:3:4: unknown variable name.constructor');
  });

  it('with a fault stop only their own letter', () => {
    write('en', 'answer', 'Subject: {{ nothing }}\n\nx\n');
    expect(() => rendered('en', 'answer')).to.throw(/answer\.liquid:1:\d+: undefined variable: nothing/);
    expect(rendered('en', 'confirmation').text).to.contain('Hello');
  });
});
