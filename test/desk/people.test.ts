import { expect } from 'chai';
import type { Refusal } from '../../src/desk/decision.ts';
import { isMailProvider } from '../../src/desk/mail-providers.ts';
import { difference, nearest } from '../../src/desk/near.ts';
import { domainName, editOrganisation, newOrganisation } from '../../src/desk/organisations.ts';
import {
  type EditSituation,
  editPerson,
  mergePeople,
  type PeopleDecision,
  type PersonEdit,
  type Requester,
} from '../../src/desk/people.ts';
import { ann, bob, mallory, policy } from '../scene.ts';

const EXAMPLE = { id: 5, name: 'Example Ltd' };
const OTHER = { id: 6, name: 'Other Ltd' };
const requester = (person = ann, over: Partial<Requester> = {}): Requester => ({
  ...person,
  organisation: null,
  level: null,
  open: 1,
  ...over,
});

function edit(what: PersonEdit, over: Partial<EditSituation> = {}): PeopleDecision | Refusal {
  return editPerson(what, 'bob', { policy, person: requester(), holders: new Map(), ...over });
}
function done(result: PeopleDecision | Refusal): PeopleDecision {
  if ('refused' in result) throw new Error(`refused: ${result.refused}`);
  return result;
}
function refusal(result: PeopleDecision | Refusal): string {
  return 'refused' in result ? result.refused : 'not refused';
}

describe('Changing a requester', () => {
  it('does several things at once and says who did each', () => {
    const { actions, because } = done(
      edit({
        name: ' Ann \n Other ',
        add: ['Third@Example.ORG'],
        first: 'third@example.org',
        remove: ['ANN@example.org'],
      }),
    );
    expect(actions).to.deep.equal([
      { do: 'renamePerson', person: 11, name: 'Ann Other' },
      { do: 'addAddress', person: 11, address: 'third@example.org' },
      { do: 'removeAddress', person: 11, address: 'ann@example.org' },
      { do: 'putAddressFirst', person: 11, address: 'third@example.org' },
    ]);
    expect(because).to.have.length(4);
    for (const reason of because) expect(reason).to.match(/^bob /);
  });

  it('does nothing of it when one is refused', () => {
    expect(refusal(edit({ name: 'New', first: 'nobody@example.org' }))).to.include('no address of ann@example.org');
  });

  it('refuses what is no address', () => {
    for (const address of [
      'ann',
      '@example.org',
      'a b@example.org',
      'Ann <ann@example.org>',
      'a@b@c',
      'a@exa\u001bmple.org',
      '',
    ])
      expect(refusal(edit({ add: [address] })), address).to.include('is no mail address');
  });

  it('refuses an address of somebody else and says how to merge', () => {
    const holders = new Map([['mallory@evil.example', mallory]]);
    expect(refusal(edit({ add: ['Mallory@evil.example'] }, { holders })))
      .to.include('belongs to requester 12')
      .and.include('desk requester merge 12 11');
    const staff = new Map([['bob@staff.example', bob]]);
    expect(refusal(edit({ add: ['bob@staff.example'] }, { holders: staff }))).to.equal(
      'bob@staff.example belongs to the operator bob',
    );
  });

  it('refuses the addresses of the desk itself, aliases and sub-addresses too', () => {
    for (const address of ['support@desk.example', 'HELP@desk.example', 'billing+7-11-x@desk.example'])
      expect(refusal(edit({ add: [address] })), address).to.include('is an address of this desk');
  });

  it('takes the last address only from somebody without open tickets', () => {
    const all = { remove: [...ann.addresses] };
    expect(refusal(edit(all))).to.include('has open tickets');
    expect(done(edit(all, { person: requester(ann, { open: 0 }) })).actions).to.have.length(2);
    expect(done(edit({ ...all, add: ['new@example.org'] })).actions).to.have.length(3);
  });

  it('notes whom no letter should reach, and lets a bounced address have letters again', () => {
    expect(done(edit({ refuse: ['ann@example.org'] })).actions).to.deep.equal([
      { do: 'refuseLetters', person: 11, address: 'ann@example.org' },
    ]);
    const person = requester({ ...ann, silent: ['ann@example.org'] });
    expect(done(edit({ accept: ['ann@example.org'] }, { person })).actions).to.deep.equal([
      { do: 'acceptLetters', person: 11, address: 'ann@example.org' },
    ]);
    expect(refusal(edit({ accept: ['ann@example.org'] }))).to.include('nothing to change');
  });

  it('puts somebody in an organisation, and leaves it to the domains again', () => {
    expect(done(edit({ organisation: 'Example Ltd' }, { organisation: EXAMPLE })).actions).to.deep.equal([
      { do: 'setOrganisation', person: 11, from: null, to: 5 },
    ]);
    const person = requester(ann, { organisation: EXAMPLE });
    expect(done(edit({ organisation: null }, { person })).actions).to.deep.equal([
      { do: 'setOrganisation', person: 11, from: 5, to: null },
    ]);
    expect(refusal(edit({ organisation: 'Nowhere' }))).to.include('there is no organisation "Nowhere"');
  });

  it('refuses two things about one address, what is so already, and operators', () => {
    expect(refusal(edit({ add: ['x@example.org'], remove: ['X@example.org'] }))).to.include('cannot be both');
    expect(refusal(edit({ refuse: ['ann@example.org'], accept: ['ann@example.org'] }))).to.include('cannot be both');
    expect(refusal(edit({ name: 'Ann Author', add: ['ann@example.org'] }))).to.include('nothing to change');
    expect(refusal(edit({ name: 'x' }, { person: requester(bob) }))).to.include('is the operator bob');
  });
});

describe('Merging requesters', () => {
  const merge = (one: Requester, into: Requester) => mergePeople('bob', { policy, one, into });

  it('keeps what the second has, and fills in what only the first had', () => {
    const nameless = { ...ann, name: '' };
    expect(done(merge(requester(mallory, { organisation: EXAMPLE }), requester(nameless))).actions).to.deep.equal([
      { do: 'mergePerson', person: 12, into: 11 },
      { do: 'renamePerson', person: 11, name: 'Mallory' },
      { do: 'setOrganisation', person: 11, from: null, to: 5 },
    ]);
    const two = merge(requester(mallory, { organisation: EXAMPLE }), requester(ann, { organisation: OTHER }));
    expect(done(two).actions).to.deep.equal([{ do: 'mergePerson', person: 12, into: 11 }]);
  });

  it('names nobody by a name in its reasons', () => {
    const { because } = done(merge(requester(mallory), requester({ ...ann, name: '' })));
    expect(because.join()).to.include('ann@example.org').and.not.include('Mallory');
  });

  it('is refused for operators, for one and the same, and for whoever was merged before', () => {
    expect(refusal(merge(requester(bob), requester()))).to.include('operator bob');
    expect(refusal(merge(requester(), requester(bob)))).to.include('operator bob');
    expect(refusal(merge(requester(), requester()))).to.include('themselves');
    expect(refusal(merge(requester(ann, { askedFor: 3 }), requester(mallory)))).to.equal(
      'requester 3 was merged into ann@example.org already',
    );
    expect(refusal(merge(requester(mallory), requester(ann, { askedFor: 3 })))).to.include('merged');
  });
});

describe('The level of a requester', () => {
  it('is set by hand, taken away, and goes along when two turn out to be one', () => {
    const { actions, because } = done(edit({ level: 'gold' }));
    expect(actions).to.deep.equal([{ do: 'setLevel', person: ann.id, level: 'gold' }]);
    expect(because).to.deep.equal(['bob gave the level gold']);
    const gold = requester(ann, { level: 'gold' });
    expect(done(edit({ level: null }, { person: gold })).actions).to.deep.equal([
      { do: 'setLevel', person: ann.id, level: null },
    ]);
    const into = requester(mallory);
    const level = { do: 'setLevel', person: mallory.id, level: 'gold' };
    expect(done(mergePeople('bob', { policy, one: gold, into })).actions).to.deep.include(level);
    const own = requester(mallory, { level: 'basic' });
    expect(done(mergePeople('bob', { policy, one: gold, into: own })).actions).not.to.deep.include(level);
  });
});

describe('Organisations', () => {
  const none = { levels: ['basic', 'gold'], holders: new Map() };
  const own = { ...EXAMPLE, domains: ['example.org'], level: null };

  it('have a name and domains, each once and in lower case', () => {
    const { actions } = done(
      newOrganisation({ name: ' Example  Ltd', domains: ['Example.ORG.', '@example.org'] }, 'bob', none),
    );
    expect(actions).to.deep.equal([{ do: 'newOrganisation', name: 'Example Ltd', domains: ['example.org'] }]);
  });

  it('are refused without a name, with the name of another, with a domain of another', () => {
    const holders = new Map([['example.org', OTHER]]);
    expect(refusal(newOrganisation({ name: ' ', domains: [] }, 'bob', none))).to.include('needs a name');
    expect(
      refusal(newOrganisation({ name: 'EXAMPLE ltd', domains: [] }, 'bob', { ...none, namesake: EXAMPLE })),
    ).to.equal('there is an organisation "Example Ltd" already');
    expect(
      refusal(newOrganisation({ name: 'x', domains: ['example.org'] }, 'bob', { levels: [], holders })),
    ).to.include('Other Ltd');
    expect(refusal(editOrganisation({ addDomain: ['example.org'] }, 'bob', own, { levels: [], holders }))).to.include(
      'Other Ltd',
    );
  });

  it('change name and domains', () => {
    const change = { rename: 'EXAMPLE Ltd', addDomain: ['example.com', 'example.org'], removeDomain: ['Example.org'] };
    expect(refusal(editOrganisation(change, 'bob', own, none))).to.include('cannot be both');
    const { actions } = done(
      editOrganisation({ ...change, addDomain: ['example.com'] }, 'bob', own, { ...none, namesake: EXAMPLE }),
    );
    expect(actions).to.deep.equal([
      { do: 'renameOrganisation', organisation: 5, name: 'EXAMPLE Ltd' },
      { do: 'addDomain', organisation: 5, domain: 'example.com' },
      { do: 'removeDomain', organisation: 5, domain: 'example.org' },
    ]);
    expect(refusal(editOrganisation({ removeDomain: ['example.net'] }, 'bob', own, none))).to.include('no domain of');
    expect(refusal(editOrganisation({ rename: 'Example Ltd' }, 'bob', own, none))).to.include('nothing to change');
  });

  it('have a level of the dictionary, or none', () => {
    const gold = done(editOrganisation({ level: 'gold' }, 'bob', own, none));
    expect(gold).to.deep.equal({
      actions: [{ do: 'setOrganisationLevel', organisation: 5, level: 'gold' }],
      because: ['bob gave Example Ltd the level gold'],
    });
    const again = editOrganisation({ level: 'gold' }, 'bob', { ...own, level: 'gold' }, none);
    expect(refusal(again)).to.include('nothing to change');
    const taken = done(editOrganisation({ level: null }, 'bob', { ...own, level: 'gold' }, none));
    expect(taken.because).to.deep.equal(['bob took the level away']);
    for (const refused of [
      editOrganisation({ level: 'golt' }, 'bob', own, none),
      newOrganisation({ name: 'x', domains: [], level: 'golt' }, 'bob', none),
      edit({ level: 'golt' }),
    ])
      expect(refusal(refused)).to.equal('there is no level "golt", did you mean gold? There is basic, gold');
  });

  it('never have the domain of a provider for everybody', () => {
    for (const domain of [
      'gmail.com',
      'GMX.de',
      'gmx.net',
      'web.de',
      'yahoo.co.uk',
      'icloud.com',
      'proton.me',
      'protonmail.ch',
      'mail.ru',
      'qq.com',
      'outlook.com',
      'hotmail.fr',
      'live.com.au',
    ].concat('yahoo.com.br'))
      expect(refusal(newOrganisation({ name: 'x', domains: [domain] }, 'bob', none)), domain).to.include('provider');
    for (const domain of ['example.org', 'live.example.org', 'gmx.example', 'notgmail.com', 'gmail.com.example.org'])
      expect(isMailProvider(domain), domain).to.equal(false);
  });

  it('take only what is a domain', () => {
    for (const text of [
      '',
      'example',
      'exa mple.org',
      'a..b',
      '-a.org',
      'a-.org',
      '1.2.3.4',
      'a@example.org',
      '*.example.org',
      `${'a'.repeat(64)}.org`,
      'x\u001b.org',
      'http://example.org',
    ])
      expect(domainName(text), text).to.equal(undefined);
    expect(domainName('Müller.Example')).to.equal('müller.example');
    expect(domainName('xn--mller-kva.example')).to.equal('xn--mller-kva.example');
  });
});

describe('A near match', () => {
  it('differs by few letters, a swap counting as one', () => {
    expect(difference('ann@exmaple.org', 'ann@example.org', 3)).to.equal(1);
    expect(difference('amn', 'ann', 3)).to.equal(1);
    expect(difference('', 'abc', 3)).to.equal(3);
    expect(difference('abcd', 'wxyz', 3)).to.equal(Number.POSITIVE_INFINITY);
    expect(nearest('ann', ['bert', 'anna', 'ann', 'an'], { distance: 1, most: 2 })).to.deep.equal(['ann', 'anna']);
  });

  it('takes its time only for words that could be addresses', () => {
    const long = 'a'.repeat(1_000_000);
    expect(difference(long, long, 3)).to.equal(Number.POSITIVE_INFINITY);
  });
});
