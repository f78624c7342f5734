import { expect } from 'chai';
import { identify } from '../../src/cli/identity.ts';
import { parseRequester } from '../../src/cli/requester.ts';
import type { Operator } from '../../src/desk/policy.ts';

const operator = (login: string, active = true): Operator => ({
  login,
  name: login,
  address: `${login}@desk.example`,
  active,
  notices: true,
  role: 'admin',
  hidden: false,
});
const operators = [operator('bob'), operator('eve'), operator('dan', false)];

describe('Who gives a command', () => {
  it('is whom --as names, then DESK_OPERATOR, then the person behind sudo, then the account', () => {
    const names = { as: 'eve', desk: 'bob', sudo: 'bob', account: 'bob' };
    expect(identify(operators, names)).to.deep.equal({ login: 'eve' });
    expect(identify(operators, { ...names, as: undefined, desk: 'eve' })).to.deep.equal({ login: 'eve' });
    expect(identify(operators, { sudo: 'eve', account: 'bob' })).to.deep.equal({ login: 'eve' });
    expect(identify(operators, { sudo: 'root', account: 'bob' })).to.deep.equal({ login: 'bob' });
  });

  it('is never guessed when a name was said', () => {
    const outcome = identify(operators, { as: 'mallory', account: 'bob' });
    expect(outcome).to.have.property('refused').that.includes('mallory').and.includes('bob, eve');
  });

  it('is refused with the known logins and the ways to say who one is', () => {
    const outcome = identify(operators, { account: 'root' });
    expect(outcome)
      .to.have.property('refused')
      .that.includes('bob, eve')
      .and.includes('--as LOGIN')
      .and.includes('DESK_OPERATOR');
    expect(outcome).to.have.property('refused').that.does.not.include('dan');
  });

  it('is refused to somebody who left', () => {
    expect(identify(operators, { as: 'dan' }))
      .to.have.property('refused')
      .that.includes('not active');
  });
});

describe('The requester on the command line', () => {
  it('is a name with an address, or an address', () => {
    expect(parseRequester('Ann <ann@Example.ORG>')).to.deep.equal({ name: 'Ann', address: 'ann@example.org' });
    expect(parseRequester('"Archer, Ann" <ann@example.org>')).to.deep.equal({
      name: 'Archer, Ann',
      address: 'ann@example.org',
    });
    expect(parseRequester(' ann@example.org ')).to.deep.equal({ name: '', address: 'ann@example.org' });
  });

  it('is nothing that could reach somebody else', () => {
    const wrong = [
      '',
      'ann',
      'a@b, c@d',
      '"x@evil x"@example.org',
      'Ann <a@b> <c@d>',
      'a@b\nBcc: c@d',
      '<>',
      '@x',
      'a@',
    ];
    expect(wrong.map(parseRequester)).to.deep.equal(wrong.map(() => undefined));
  });
});
