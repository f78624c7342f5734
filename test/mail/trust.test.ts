import { expect } from 'chai';
import fc from 'fast-check';
import { parseAuthenticationResults } from '../../src/mail/authentication-results.ts';
import { signaturesFor } from '../../src/mail/dkim-signature.ts';
import { asciiDomain, isAligned, trustFromResults } from '../../src/mail/trust.ts';
import { leastBelow } from '../linear.ts';
import { mailFrom } from '../scene.ts';

const IDS = ['mx.desk.example'];
const OURS = 'from out.example.org (out.example.org [192.0.2.7]) by mx.desk.example (Postfix) with ESMTPS id 4A; Mon';
const THEIRS =
  'from pc (unknown [198.51.100.3]) by out.example.org with ESMTPSA id 99; Mon, 23 Nov 2026 09:00:00 +0000';

type Field = readonly [string, string];
const results = (value: string): Field => ['authentication-results', value];
const received = (value: string): Field => ['received', value];

function trust(fields: readonly Field[], address = 'ann@example.org', ids: readonly string[] = IDS) {
  const from = { name: 'Ann', address };
  return trustFromResults(mailFrom(from, { headers: [...fields, ['from', `Ann <${address}>`]] }), ids);
}

/** What one field says, where servers put it. */
function said(value: string, address?: string): string | undefined {
  const above = trust([results(value), received(OURS)], address)?.verdict;
  expect(trust([received(OURS), results(value)], address)?.verdict, 'below the Received').to.equal(above);
  return above;
}

describe('Authentication-Results of our own server', () => {
  const table: readonly (readonly [string, string, string | undefined])[] = [
    ['DMARC passed', 'mx.desk.example; dmarc=pass (p=none dis=none) header.from=example.org', 'pass'],
    ['DMARC passed, no header.from', 'mx.desk.example; dmarc=pass', 'pass'],
    [
      'the name in other letters, a version, folding',
      'MX.Desk.Example 1;\t dmarc=pass  header.from=Example.ORG',
      'pass',
    ],
    ['the name in quotes', '"mx.desk.example"; dmarc=pass', 'pass'],
    ['a version that nobody knows', 'mx.desk.example 2; dmarc=pass', undefined],
    ['comments in comments, everywhere', '(a) mx.desk.example (b (c)) 1 (d); dmarc (e) = (f ; \\) ) pass (g)', 'pass'],
    ['a method with its version', 'mx.desk.example; dkim/1=pass header.d=example.org', 'pass'],
    ['DKIM of the domain', 'mx.desk.example; dkim=pass reason="good" header.d=example.org header.b=a=b=', 'pass'],
    ['base64 before the domain', 'mx.desk.example; dkim=pass header.b=a=b= header.d=example.org', 'pass'],
    ['DKIM by header.i', 'mx.desk.example; dkim=pass header.i=@news.example.org', 'pass'],
    ['DKIM of a parent domain', 'mx.desk.example; dkim=pass header.d=org.', 'none'],
    ['DKIM of somebody else', 'mx.desk.example; dkim=pass header.d=evil.example', 'none'],
    ['DKIM of a look-alike', 'mx.desk.example; dkim=pass header.d=notexample.org', 'none'],
    [
      'two signatures, one of the domain',
      'mx.desk.example; dkim=fail header.d=a.example; dkim=pass header.d=example.org',
      'pass',
    ],
    ['SPF of the domain', 'mx.desk.example; spf=pass smtp.mailfrom=ann@example.org', 'pass'],
    ['SPF of a sub-domain, bare', 'mx.desk.example; spf=pass smtp.mailfrom=bounce.example.org', 'pass'],
    ['SPF of somebody else', 'mx.desk.example; spf=pass smtp.mailfrom=x@evil.example', 'none'],
    ['SPF of the greeting only', 'mx.desk.example; spf=pass smtp.helo=example.org', 'none'],
    [
      'DMARC failed, policy none',
      'mx.desk.example; dkim=pass header.d=evil.example; dmarc=fail (p=none) header.from=example.org',
      'fail',
    ],
    [
      'DMARC failed though DKIM passed',
      'mx.desk.example; dkim=pass header.d=example.org; dmarc=fail header.from=example.org',
      'fail',
    ],
    ['DMARC passed for another From', 'mx.desk.example; dmarc=pass header.from=evil.example', 'unknown'],
    ['no DMARC record', 'mx.desk.example; spf=none; dkim=none; dmarc=none', 'none'],
    ['no DMARC record, a broken signature', 'mx.desk.example; dkim=fail header.d=example.org; dmarc=none', 'none'],
    ['a broken signature, and no word of DMARC', 'mx.desk.example; dkim=fail header.d=example.org', 'unknown'],
    ['trouble of the DNS', 'mx.desk.example; dkim=temperror header.d=example.org; dmarc=temperror', 'unknown'],
    ['trouble of the DNS, but SPF', 'mx.desk.example; dkim=temperror; spf=pass smtp.mailfrom=a@example.org', 'pass'],
    ['two answers that differ', 'mx.desk.example; dmarc=none; dmarc=pass header.from=example.org', 'unknown'],
    ['none at all', 'mx.desk.example; none', undefined],
    ['other methods only', 'mx.desk.example; iprev=pass policy.iprev=192.0.2.7; auth=pass smtp.auth=ann', undefined],
    ['another server', 'mx.evil.example; dmarc=pass header.from=example.org', undefined],
    ['a name that begins like ours', 'mx.desk.example.evil.example; dmarc=pass', undefined],
    ['a server without a name', 'spf=pass smtp.mailfrom=ann@example.org; dmarc=pass', undefined],
    ['a quote that stays open', 'mx.desk.example; spf=fail smtp.mailfrom="x; dmarc=pass', undefined],
    ['a comment that stays open', 'mx.desk.example; dmarc=pass (p=none', undefined],
    ['nothing', '', undefined],
  ];
  for (const [name, value, verdict] of table) {
    it(`${name}: ${verdict ?? 'nothing is said'}`, () => expect(said(value)).to.equal(verdict));
  }

  it('does not take the envelope sender of a stranger for a result', () => {
    const sender = '"a; dmarc=pass header.from=example.org ; dkim=pass header.d=example.org"@evil.example';
    expect(said(`mx.desk.example; spf=pass smtp.mailfrom=${sender}; dmarc=none`)).to.equal('none');
    expect(said('mx.desk.example; spf=pass smtp.mailfrom="ann@example.org"@evil.example; dmarc=none')).to.equal('none');
    expect(said('mx.desk.example; spf=pass (dmarc=pass) reason="; dmarc=pass" smtp.mailfrom=x@evil.example')).to.equal(
      'none',
    );
  });

  it('says which server said what about which domain', () => {
    const because = trust([results('MX.desk.example; dmarc=pass'), received(OURS)])?.because;
    expect(because).to.equal('mx.desk.example: dmarc=pass for example.org');
  });

  it('knows nothing when From has two addresses, or there are two From', () => {
    const from = [
      { name: '', address: 'ann@example.org' },
      { name: '', address: 'bob@staff.example' },
    ];
    const pass: readonly Field[] = [results('mx.desk.example; dmarc=pass'), received(OURS)];
    const two = mailFrom(from, { headers: [...pass, ['from', 'ann@example.org, bob@staff.example']] });
    expect(trustFromResults(two, IDS)?.verdict).to.equal('unknown');
    const twice = mailFrom(from[0]!, { headers: [...pass, ['from', 'ann@example.org'], ['from', 'nobody']] });
    expect(trustFromResults(twice, IDS)?.verdict).to.equal('unknown');
  });

  it('compares internationalised domains in their xn-- form', () => {
    expect(said('mx.desk.example; dkim=pass header.d=xn--mller-kva.example', 'a@müller.example')).to.equal('pass');
  });
});

describe('The place of Authentication-Results', () => {
  const pass = results('mx.desk.example; dmarc=pass header.from=example.org');
  const fails = results('mx.desk.example; dmarc=fail header.from=example.org');
  const nothing = results('mx.desk.example; spf=none smtp.mailfrom=x@example.net');

  it('adds up what our servers wrote above the Received', () => {
    const dkim = results('mx.desk.example; dkim=pass header.d=example.org');
    expect(trust([nothing, dkim, received(OURS)])?.verdict).to.equal('pass');
    expect(trust([nothing, ['x-spam', 'no'], dkim, fails, received(OURS)])?.verdict).to.equal('fail');
  });

  it('is the topmost alone below the Received: the next may be the stranger’s', () => {
    expect(trust([received(OURS), nothing, pass])?.verdict).to.equal('none');
    expect(trust([received(OURS), fails, pass])?.verdict).to.equal('fail');
  });

  it('is the topmost alone where no server says that it took the mail', () => {
    expect(trust([nothing, pass])?.verdict).to.equal('none');
    expect(trust([pass, nothing])?.verdict).to.equal('pass');
  });

  it('does not count below a field of another name', () => {
    const foreign = results('filter.desk.example; dkim=none');
    expect(trust([foreign, pass, received(OURS)])).to.equal(undefined);
    expect(trust([received(OURS), foreign, pass])).to.equal(undefined);
    expect(trust([foreign, received(OURS), pass])).to.equal(undefined);
    expect(trust([nothing, received(OURS), pass])?.verdict).to.equal('none');
    expect(trust([results('mx.desk.example; none'), received(OURS), pass])).to.equal(undefined);
  });

  it('does not count below a Received that the outside wrote', () => {
    expect(trust([received(OURS), received(THEIRS), pass])).to.equal(undefined);
    expect(trust([received(OURS), received('(qmail 7 invoked from network); Mon'), pass])).to.equal(undefined);
  });

  it('counts below the hops inside our house', () => {
    const hops = [
      'from mx.desk.example by imap.desk.example with LMTP id 1; Mon',
      'by 2002:a05:7208:c01:b0:8a:1 with SMTP id x; Mon',
      'from localhost (localhost [127.0.0.1]) by localhost (amavisd) with ESMTP id 5; Mon',
    ];
    expect(trust([...hops.map(received), received(OURS), pass])?.verdict).to.equal('pass');
  });

  it('means nothing when no name is configured', () => {
    expect(trust([pass, received(OURS)], 'ann@example.org', [])).to.equal(undefined);
  });
});

describe('Any Authentication-Results', () => {
  const bit = fc.constantFrom(
    ...['mx.desk.example', 'mx.evil.example', ';', ' ', '=', '(', ')', '"', '\\', '1', 'dmarc=pass', 'dkim=pass'],
    ...[
      'header.d=example.org',
      'header.from=example.org',
      'none',
      'spf=pass smtp.mailfrom=example.org',
      '\u00fc',
      '\0',
    ],
  );
  const value = fc.oneof(
    fc.array(bit, { maxLength: 25 }).map(bits => bits.join('')),
    fc.string({ unit: 'binary', maxLength: 60 }),
  );
  const field = fc.oneof(
    value.map(results),
    fc.constant(received(OURS)),
    fc.constant(received(THEIRS)),
    value.map(received),
  );

  it('never throws, and never makes a mail pass without a configured name', () => {
    fc.assert(
      fc.property(fc.array(field, { maxLength: 6 }), fields => {
        expect(trust(fields, 'ann@example.org', ['mx.other.example'])).to.equal(undefined);
        const found = trust(fields);
        const top = fields.find(([name]) => name === 'authentication-results');
        if (found?.verdict === 'pass') expect(parseAuthenticationResults(top![1])?.by).to.equal('mx.desk.example');
      }),
      { numRuns: 3000 },
    );
  });

  it('is read in linear time', () => {
    for (const piece of ['(', ')', '"', '\\', ';', '=', 'a', 'a=', 'a=b ', '(\\', '"a"', ' ', 'by ', '.', 'a.']) {
      const long = `mx.desk.example; ${piece.repeat(65_536 / piece.length)}`;
      const spent = leastBelow(300, () => {
        trust([received(long), results(long)]);
        signaturesFor('example.org', [long]);
        asciiDomain(long);
      });
      expect(spent, piece).to.be.below(300);
    }
  });
});

describe('Two domains of one owner', () => {
  it('are the same, or one below the other, never side by side', () => {
    expect(isAligned('example.org', 'example.org')).to.equal(true);
    expect(isAligned('mail.example.org', 'example.org')).to.equal(true);
    expect(isAligned('example.org', 'a.b.example.org')).to.equal(true);
    expect(isAligned('a.co.uk', 'b.co.uk')).to.equal(false);
    expect(isAligned('example.org', 'org')).to.equal(false);
    expect(isAligned('', '')).to.equal(false);
  });
});

describe('The DKIM signatures that are worth verifying', () => {
  const signature = (over: Readonly<Record<string, string>> = {}) =>
    Object.entries({ v: '1', a: 'rsa-sha256', d: 'example.org', s: 'k', h: 'from:to', bh: 'x', b: 'y', ...over })
      .map(([tag, value]) => `${tag}=${value}`)
      .join('; ');

  it('are those that can be aligned, the nearest first and four at most', () => {
    const domains = [
      'evil.example',
      'example.org',
      'org',
      'b.example.org',
      'a.example.org',
      'example.org',
      'example.org',
    ];
    const values = domains.map(d => signature({ d }));
    expect(signaturesFor('a.example.org', values)).to.deep.equal([1, 4, 5, 6]);
    expect(signaturesFor('b.co.uk', [signature({ d: 'a.co.uk' })])).to.deep.equal([0]);
  });

  it('sign From and the whole body, with an algorithm that holds, and read in one way only', () => {
    const bad = [
      { h: 'to:subject' },
      { l: '5' },
      { a: 'rsa-sha1' },
      { v: '2' },
      { '(x)l': '5' },
      { i: '"@example.org' },
    ];
    for (const over of bad)
      expect(
        signaturesFor('example.org', [signature(over as Record<string, string>)]),
        JSON.stringify(over),
      ).to.deep.equal([]);
    expect(signaturesFor('example.org', [`${signature()}; d=example.org`])).to.deep.equal([]);
  });
});
