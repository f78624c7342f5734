import { expect } from 'chai';
import fc from 'fast-check';
import { type Behind, readTicket, readTickets } from '../../src/cli/ticket-numbers.ts';

function behind(stdin = '', last: readonly number[] | { fault: string } = { fault: 'there is no last list' }): Behind {
  return { stdin: async () => stdin, lastList: async () => last };
}

describe('Tickets on the command line', () => {
  it('are numbers, lists and ranges, with or without a sign, each once and in their order', async () => {
    const cases: [string[], number[]][] = [
      [['12'], [12]],
      [['#12'], [12]],
      [
        ['12', '14'],
        [12, 14],
      ],
      [['12,14,12'], [12, 14]],
      [['12-15'], [12, 13, 14, 15]],
      [
        ['#12-#13', '3'],
        [12, 13, 3],
      ],
      [['12-12'], [12]],
    ];
    for (const [words, numbers] of cases)
      expect(await readTickets(words, behind()), words.join(' ')).to.deep.equal({ numbers });
  });

  it('are lines of the last list with a point, and 3 alone is ticket 3', async () => {
    const at = behind('', [70, 80, 90]);
    expect(await readTickets(['.3', '3', '.1-2'], at)).to.deep.equal({ numbers: [90, 3, 70, 80] });
    expect(await readTickets(['.1-.3'], at)).to.deep.equal({ numbers: [70, 80, 90] });
    expect(await readTickets(['.4'], at)).to.deep.equal({ fault: 'the last list has no line 4: it had 3' });
    expect(await readTickets(['.1'], behind())).to.deep.equal({ fault: 'there is no last list' });
  });

  it('come from stdin with -, in the same grammar', async () => {
    expect(await readTickets(['-', '9'], behind('12\n#13 14,15\r\n\n20-21\n'))).to.deep.equal({
      numbers: [12, 13, 14, 15, 20, 21, 9],
    });
    expect(await readTickets(['-'], behind(''))).to.deep.equal({ numbers: [] });
    expect(await readTickets(['-'], behind('12 twelve'))).to.have.property('fault');
    expect(await readTickets(['-'], behind('-'))).to.have.property('fault');
  });

  it('are exactly one where one is asked for', async () => {
    expect(await readTicket('#7', behind())).to.deep.equal({ number: 7 });
    expect(await readTicket('7-8', behind())).to.deep.equal({ fault: 'one ticket is asked for, 7-8 names 2' });
    expect(await readTicket('-', behind(''))).to.deep.equal({ fault: 'no ticket was named' });
  });

  it('are refused when they are no numbers, backwards or far too many', async () => {
    for (const word of ['', 'x', '0', '-1', '1-', '1.5', '..1', '.', '%1', '12;ls', '1e3', '9999999999999999', '15-12'])
      expect(await readTickets([word], behind('', [1])), word).to.have.property('fault');
    expect(await readTickets(['1-10001'], behind())).to.have.property('fault');
    expect(await readTickets(['1-6000', '6001-12000'], behind())).to.have.property('fault');
    expect((await readTickets(['\u001b[2J'], behind())) as { fault: string })
      .to.have.property('fault')
      .that.does.not.match(/\u001b/);
  });

  it('whatever is typed is numbers from 1 up, or a fault', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ maxLength: 12 }), { minLength: 1, maxLength: 4 }), async words => {
        const read = await readTickets(words, behind('5', [6]));
        if ('numbers' in read) expect(read.numbers.every(n => Number.isSafeInteger(n) && n > 0)).to.equal(true);
      }),
    );
  });
});
