import { expect } from 'chai';
import { carriersTried } from '../../src/desk/carriers-tried.ts';
import { describeClaim } from '../../src/desk/proof.ts';
import { type Claim, claimsIn } from '../../src/mail/claims.ts';
import { makeToken } from '../../src/mail/reply-token.ts';
import { ann, KEY, mailFrom, policy } from '../scene.ts';

const mail = mailFrom({ name: '', address: 'ann@example.org' });
const claim = (over: Partial<Claim>): Claim => ({
  carrier: 'in-reply-to',
  where: 'In-Reply-To',
  verdict: 'valid',
  ticket: 12,
  person: ann.id,
  ...over,
});
const subject = { carrier: 'subject', where: 'Subject' } as const;
const text = { carrier: 'body', where: 'Text' } as const;

describe('what was tried to find the ticket', () => {
  it('is one line when nothing was found anywhere', () => {
    expect(carriersTried(mail, [])).to.deep.equal([
      'no reply token in its addresses, In-Reply-To, References, subject or text, and no Message-ID we know',
    ]);
    expect(carriersTried({ unread: { why: 'oversize', limit: 1 } }, [])).to.deep.equal([
      'no reply token in its addresses, In-Reply-To, References or subject, and no Message-ID we know; its text was not read',
    ]);
  });

  it('is a line for each carrier, strongest first, with the reason why it did not decide', () => {
    const lines = carriersTried(mail, [
      claim({ carrier: 'known', where: 'References', verdict: 'unsigned', ticket: 3 }),
      claim({ carrier: 'number', where: 'Subject', verdict: 'unsigned', ticket: 4 }),
      claim({ also: [{ carrier: 'references', where: 'References' }, text] }),
      claim({ ...subject, ticket: 9 }),
      claim({ carrier: 'recipient', where: 'To', verdict: 'forged' }),
    ]);
    expect(lines).to.deep.equal([
      'To names ticket 12 by an invalid reply token: not believed',
      'In-Reply-To names ticket 12 by a valid reply token',
      'References names ticket 12 by a valid reply token: weaker than In-Reply-To',
      'Subject names ticket 9 by a valid reply token: another ticket; stale marks in subjects and texts decide nothing',
      'Text names ticket 12 by a valid reply token: weaker than In-Reply-To',
      'References names ticket 3 by the Message-ID of a mail in it: weaker than In-Reply-To',
      'Subject names ticket 4 by its number: another ticket; stale marks in subjects and texts decide nothing',
    ]);
  });

  it('tells two choices of the sender that disagree from what is only weaker', () => {
    const [, said] = carriersTried(mail, [claim({ carrier: 'recipient', where: 'To' }), claim({ ticket: 13 })]);
    expect(said).to.equal('In-Reply-To names ticket 13 by a valid reply token: contradicts To');
  });

  it('lets a mark decide where there is nothing stronger', () => {
    const lines = carriersTried(mail, [
      claim(subject),
      claim({ ...subject, ticket: 9 }),
      claim({ ...text, ticket: 8 }),
    ]);
    expect(lines).to.deep.equal([
      'Subject names ticket 12 by a valid reply token',
      'Subject names ticket 9 by a valid reply token: behind the first in Subject',
      'Text names ticket 8 by a valid reply token: weaker than Subject',
    ]);
  });

  it('passes over what is in no ticket or not believed', () => {
    const lines = carriersTried(mail, [
      claim({ ticket: 0 }),
      claim({ ...subject, verdict: 'retired-key' }),
      claim({ ...text }),
    ]);
    expect(lines).to.deep.equal([
      'In-Reply-To names a letter that is in no ticket',
      'Subject names ticket 12 by a reply token of a retired key: not believed',
      'Text names ticket 12 by a valid reply token',
    ]);
  });

  it('stays short for a mail that is full of tokens', () => {
    const references = Array.from({ length: 90 }, (_, n) => makeToken({ ticket: n + 1, person: 1 }, KEY));
    const full = { ...mail, references: references.map(token => `${token}.n@desk.example`) };
    const lines = carriersTried(mail, claimsIn(full, { keys: [KEY], queues: policy.queues, host: policy.host }));
    expect(lines).to.have.length(13);
    expect(lines.at(-1)).to.equal('and 28 more');
  });
});

describe('a number in brackets', () => {
  it('is said to be no more than that', () => {
    const number = claim({ carrier: 'number', where: 'Subject', verdict: 'unsigned' });
    expect(describeClaim(number)).to.equal('Subject names ticket 12 by its number');
  });
});
