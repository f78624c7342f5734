import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { type CannedView, cannedFor, loadCanned, pickCanned, renderCanned } from '../../src/outbox/canned.ts';
import { SHIPPED } from './letters.ts';

const VIEW: CannedView = {
  name: 'Ann Author',
  address: 'ann@example.org',
  ticket: '7',
  subject: 'Printer broken',
  category: '',
  queue: 'Example Support',
  desk: 'Example Desk',
  operator: 'Bob',
  lacking: [],
};

describe('Canned replies', () => {
  let own = '';
  beforeEach(() => {
    own = mkdtempSync(join(tmpdir(), 'desk-canned-'));
  });
  afterEach(() => rmSync(own, { recursive: true }));

  function write(name: string, text: string): string {
    const file = join(own, 'canned', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }
  const load = () => loadCanned([own, SHIPPED]);
  /** What one file says for this view. */
  function rendered(words: string, view: Partial<CannedView> = {}): string {
    const file = write('hello.md', `---\ntitle: Hello\n---\n${words}`);
    const got = renderCanned(pickCanned(load(), 'hello', 'en', 'en')!, { ...VIEW, ...view });
    return typeof got === 'string' ? got : got.refused.replaceAll(file, 'F');
  }
  const faultsOf = (text: string) => {
    const file = write('hello.md', text);
    return pickCanned(load(), 'hello', 'en', 'en')!.faults.map(fault => fault.replace(file, 'F'));
  };

  it('that are shipped are there in four languages, without fault, and can be sent to somebody without a name', () => {
    const shipped = loadCanned([SHIPPED]);
    for (const language of ['en', 'nl', 'de', 'ru']) {
      const own = shipped.filter(reply => reply.language === language);
      expect(own.map(({ name }) => name)).to.deep.equal([
        'duplicate',
        'need-info',
        'out-of-scope',
        'password-reset-hint',
        'solved',
        'still-there',
      ]);
      for (const reply of own) {
        expect(reply.faults).to.deep.equal([]);
        for (const name of ['', 'Ann Author'])
          expect(renderCanned(reply, { ...VIEW, name }), reply.file)
            .to.be.a('string')
            .and.not.match(/[{}]|\n\n\n| ,/);
      }
    }
  });

  it('that are shipped have a paragraph on a line, for a line end stays one in the letter', () => {
    for (const reply of loadCanned([SHIPPED])) {
      const lines = String(renderCanned(reply, VIEW)).split('\n');
      const goesOn = lines.filter((line, n) => line !== '' && !line.startsWith('- ') && (lines[n - 1] ?? '') !== '');
      expect(goesOn, reply.file).to.deep.equal([]);
    }
  });

  it('ask for one thing as for several', () => {
    for (const language of ['en', 'nl', 'de', 'ru']) {
      const reply = pickCanned(loadCanned([SHIPPED]), 'need-info', language, 'en')!;
      for (const what of ['steps', 'expected', 'seen', 'error-code', 'screenshot']) {
        const words = renderCanned(reply, { ...VIEW, lacking: [what] }) as string;
        expect(words, language).to.match(/:\n\n- (?!and |en |und |и )\S.*[^;]\.$/);
      }
    }
  });

  it('ask for just what lacks', () => {
    const reply = pickCanned(loadCanned([SHIPPED]), 'need-info', 'de', 'en')!;
    const words = renderCanned(reply, { ...VIEW, lacking: ['seen', 'error-code'] }) as string;
    expect(words.split('\n').filter(line => line.startsWith('-'))).to.deep.equal([
      '- was stattdessen geschehen ist, in Ihren eigenen Worten;',
      '- den genauen Wortlaut oder Code der Fehlermeldung.',
    ]);
    expect(renderCanned(reply, VIEW)).to.include('was Sie tun wollten');
  });

  it('put in what a requester wrote and never read it as Liquid', () => {
    expect(rendered('About "{{ subject }}"', { subject: '{{operator.token}} {% include "/etc/passwd" %}' })).to.equal(
      'About "{{operator.token}} {% include "/etc/passwd" %}"',
    );
  });

  it('keep what a requester wrote on one line', () => {
    expect(rendered('Dear {{ name }},', { name: 'Ann\r\nBcc: eve@evil.example\u202e' })).to.equal(
      'Dear Ann Bcc: eve@evil.example,',
    );
  });

  it('make no link of what a requester wrote, for answers are Markdown', () => {
    expect(rendered('About {{ subject }}', { subject: '[Log in](https://evil.example)' })).to.equal(
      'About [Log in] (https://evil.example)',
    );
  });

  it('are refused where a variable is empty, with its name and place', () => {
    expect(rendered('Hello\n\nDear {{ name }},', { name: '' })).to.equal(
      'F:6:9: nothing is known for {{ name }} here; {% if name %} in the reply asks first',
    );
    expect(rendered('Dear {{ name }},', { name: ' \u200b' })).to.match(
      /^F:4:9: nothing is known for \{\{ name \}\} here/,
    );
    expect(rendered('{% if name %}Dear {{ name }}{% else %}Hello{% endif %},', { name: '' })).to.equal('Hello,');
    expect(rendered('Dear {{ name | default: "customer" }},', { name: '' })).to.equal('Dear customer,');
  });

  it('are faulty where a variable is unknown, in the branch that is not taken too', () => {
    expect(faultsOf('---\ntitle: T\n---\n{% if name == "x" %}\n{{ operator.token }}{% endif %}')).to.deep.equal([
      'F:5:4: unknown variable operator.token, did you mean operator?',
    ]);
    expect(faultsOf('---\ntitle: T\n---\n{{ phone }}')).to.deep.equal([
      'F:4:4: unknown variable phone; there is name, address, ticket, subject, category, queue, desk, operator, lacking',
    ]);
  });

  it('name the line and column of what is wrong in the head', () => {
    expect(faultsOf('title: T\n')).to.deep.equal(['F:1:1: must begin with a line ---, "title: …", and a line ---']);
    expect(faultsOf('---\ntags: a\n---\nx')).to.deep.equal(['F:1:1: the head has no title']);
    expect(
      faultsOf('---\ntitle: T\ntitel: T\ntitle: U\ntags: [a, b]\nclose: maybe\nlanguage: Klingon!\n---\nx'),
    ).to.deep.equal([
      'F:3:8: unknown key titel; there is title, tags, category, language, close, ask',
      'F:4:8: title stands twice, in line 2 too',
      'F:5:7: tags is no plain text: no quotes or brackets, and no ": " or " #" in it',
      'F:7:11: expected a language tag such as nl or pt-BR',
      'F:6:8: close is yes or no',
    ]);
    expect(faultsOf('---\ntitle: T\n---\n \n')).to.deep.equal(['F:4:1: there are no words below the head']);
    expect(faultsOf('---\ntitle: T\n---\none\n{% if %}')[0]).to.match(/^F:5:6: invalid value/);
  });

  it('with a fault are not sent', () => {
    expect(rendered('{{ unheard }}')).to.match(/^F:4:4: unknown variable unheard/);
  });

  it('are picked by language: the administrator’s before the shipped, what suits all before what does not', () => {
    write('solved.md', '---\ntitle: Any\n---\nAny language.');
    write('nl/solved.md', '---\ntitle: Ons\n---\nOns.');
    write('fr/bonjour.md', '---\ntitle: Bonjour\n---\nBonjour.');
    const titles = (name: string, wanted: string | undefined) => pickCanned(load(), name, wanted, 'en')!.title;
    expect(titles('solved', 'nl')).to.equal('Ons');
    expect(titles('solved', 'nl-BE')).to.equal('Ons');
    expect(titles('solved', 'de')).to.equal('Any');
    expect(titles('solved', undefined)).to.equal('Any');
    expect(titles('duplicate', 'de')).to.equal('Diese Anfrage haben wir schon');
    expect(titles('duplicate', 'fr')).to.equal('We have this request already');
    expect(titles('bonjour', 'ru')).to.equal('Bonjour');
    expect(pickCanned(load(), 'duplicate', 'fr', 'nl')!.title).to.equal('Wij hebben deze vraag al');
    expect(cannedFor(load(), 'nl', 'en').map(({ name }) => name)).to.deep.equal([
      'bonjour',
      'duplicate',
      'need-info',
      'out-of-scope',
      'password-reset-hint',
      'solved',
      'still-there',
    ]);
  });

  it('say whether they close the ticket, and take their language from the head too', () => {
    write(
      'bye.md',
      '\ufeff---\r\ntitle: Bye\r\ntags: one, two words\r\nlanguage: fr\r\nclose: yes\r\n---\r\nAu revoir.\r\n',
    );
    const { close, tags, language, faults } = pickCanned(load(), 'bye', 'fr', 'en')!;
    expect({ close, tags, language, faults }).to.deep.equal({
      close: true,
      tags: ['one', 'two words'],
      language: 'fr',
      faults: [],
    });
    write('nl/bye.md', '---\ntitle: Bye\nlanguage: fr\n---\nx');
    expect(pickCanned(load(), 'bye', 'nl', 'en')!.faults[0]).to.match(/:3:11: the file lies in the folder nl$/);
  });
});
