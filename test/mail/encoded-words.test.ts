import { expect } from 'chai';
import { decodeWords } from '../../src/mail/encoded-words.ts';

describe('encoded words', () => {
  it('are decoded as programs write them', () => {
    const written: [string, string][] = [
      ['=?utf-8?Q?Gr=C3=BC=C3=9Fe?= aus =?iso-8859-1?Q?Z=FCrich?=', 'Grüße aus Zürich'],
      ['=?utf-8?B?R3LDvMOf?= =?utf-8?B?ZQ==?=', 'Grüße'],
      ['=?UTF-8?b?R3LDvMOfZQ?=', 'Grüße'],
      // A letter, and then four letters of base64, cut in two.
      ['=?utf-8?B?R3LD?= =?utf-8?B?vMOfZQ==?=', 'Grüße'],
      ['=?utf-8?B?R3LDvM?= =?utf-8?B?OfZQ==?=', 'Grüße'],
      ['=?utf-8?Q?Gr=C3?=\t=?utf-8?Q?=BC=C3=9Fe?=', 'Grüße'],
      // Two texts, encoded one by one and joined.
      ['=?utf-8?B?R3I=w7w=w59l?=', 'Grüße'],
      ['=?iso-8859-1?Q?Die_Hasen und die_Fr\u00f6sche?=', 'Die Hasen und die Frösche'],
      ['=?utf-8?Q?really??=', 'really?'],
      ['=?utf-8?Q?50%_=3D_half_=3F?=', '50% = half ?'],
      ['=?utf-8?B?Gr=C3=BC=C3=9Fe?=', 'Grüße'],
      ['=?utf-8?Q?R3LDvMOfZQ==?=', 'Grüße'],
      ['=?utf-8?Q?Gr=C3=BC=C3=9Fe', 'Grüße'],
      ['=?utf-8?B?R3LDvMOfZQ==?', 'Grüße'],
      ['Re:=?utf-8?Q?Gr=C3=BC=C3=9Fe?=(fwd)', 'Re:Grüße(fwd)'],
      ['=?utf-7?Q?Fr+APY-sche?=', 'Frösche'],
      ['=?ISO-2022-JP?B?GyRCJDMkcxsoQg==?=', 'こん'],
      ['=?x-nobody-knows?Q?Gr=FC=DFe?=', 'Grüße'],
      ['=?windows-1252?Q?=80_5?=', '€ 5'],
      ['=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=', 'Grüße'],
    ];
    for (const [words, text] of written) expect(decodeWords(words), words).to.equal(text);
  });

  it('that are none stay as they are', () => {
    for (const text of ['a =? b', '=?utf-8?X?a?=', '=?utf-8?Q', 'what=?', '=??Q?a?='])
      expect(decodeWords(text)).to.equal(text);
  });
});
