import { expect } from 'chai';
import fc from 'fast-check';
import { jsonLine, jsonText } from '../../src/cli/json.ts';

describe('JSON for a terminal', () => {
  it('has no control character and gives back the same words', () => {
    const words = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(words, text => {
        expect(jsonLine({ text })).to.not.match(/[\u0000-\u001f\u007f-\u009f]/);
        expect(JSON.parse(jsonLine({ text }))).to.deep.equal({ text });
        expect(jsonText({ text })).to.not.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      }),
    );
  });

  it('turns no text around', () => {
    expect(jsonLine('\u202egnp.exe\u2066\u009b2J')).to.equal('"\\u202egnp.exe\\u2066\\u009b2J"');
  });
});
