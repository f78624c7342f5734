/** How well the suggestions find what was meant, on questions that were written for it (test/labelled/faq-questions.ts). */
import { expect } from 'chai';
import { createSuggester } from '../../src/advice/suggest.ts';
import { FAQ } from '../labelled/faq.ts';
import { QUESTIONS, type Question, UNANSWERED } from '../labelled/faq-questions.ts';

type Spoken = keyof typeof FAQ;
const LANGUAGES = Object.keys(FAQ) as Spoken[];

const READY = LANGUAGES.flatMap(language =>
  FAQ[language].map(([name, title, tags, text]) => ({ name, language, title, tags: tags.split(', '), text })),
);

/** Names of the best three in the questions' language or any other, best first. */
type Finder = (question: Question) => readonly string[];

const suggester = createSuggester(READY);
const ours: Finder = ([, subject, text]) => suggester.suggest({ subject, text }, 3).map(({ ready }) => ready.name);

/** As many shared words as can be: what somebody would write in five minutes. */
const overlap: Finder = ([, subject, text]) => {
  const asked = new Set(wordsOf(`${subject} ${text}`));
  const scored = READY.map(({ name, title, tags, text }) => {
    const words = new Set(wordsOf(`${title} ${tags.join(' ')} ${text}`));
    return { name, score: [...words].filter(word => asked.has(word)).length };
  });
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, 3)
    .map(({ name }) => name);
};

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/\p{L}{3,}/gu) ?? [];
}

function hits(questions: readonly Question[], find: Finder) {
  const found = questions.map(question => find(question).indexOf(question[0]));
  const first = found.filter(at => at === 0).length;
  const top3 = found.filter(at => at >= 0).length;
  return { first, top3, of: questions.length };
}

describe('Suggestions', () => {
  const all = LANGUAGES.flatMap(language => QUESTIONS[language]);
  const unseen = all.filter((_, n) => n % 2 === 1);

  it('find what was meant among the first three far more often than shared words do', () => {
    const rows = [
      ...LANGUAGES.map(language => [language, QUESTIONS[language]] as const),
      ['all', all] as const,
      ['not looked at', unseen] as const,
    ];
    for (const [name, questions] of rows) {
      const [a, b] = [hits(questions, ours), hits(questions, overlap)];
      const part = (n: number) => `${n}/${a.of} (${((100 * n) / a.of).toFixed(0)} %)`;
      console.log(
        `      ${name}: top 3 ${part(a.top3)}, first ${part(a.first)}; shared words: top 3 ${part(b.top3)}, first ${part(b.first)}`,
      );
    }
    expect(hits(all, ours).top3 / all.length).to.be.greaterThan(0.93);
    expect(hits(all, ours).first).to.be.greaterThan(hits(all, overlap).first);
  });

  it('that are sure enough for a requester are right, and none is made where nothing fits', () => {
    const surely = (subject: string, text: string) => suggester.surely({ subject, text }, 1)[0];
    const said = all.flatMap(question => {
      const sure = surely(question[1], question[2]);
      return sure ? [{ question, right: sure.ready.name === question[0] }] : [];
    });
    const wrong = said.filter(({ right }) => !right).map(({ question }) => question);
    const unasked = UNANSWERED.filter(([subject, text]) => surely(subject, text) !== undefined);
    console.log(
      `      sure of ${said.length} of ${all.length}, ${wrong.length} wrong; of ${UNANSWERED.length} that nothing answers, of ${unasked.length}`,
    );
    expect(wrong).to.deep.equal([]);
    expect(unasked).to.deep.equal([]);
    expect(said.length / all.length).to.be.greaterThan(0.5);
  });

  it('say which words they share, as they stand in what was asked', () => {
    const [best] = suggester.suggest(
      { subject: 'Cartridges', text: 'Where are the spare cartridges? I see streaks.' },
      1,
    );
    expect(best!.ready.name).to.equal('toner');
    expect(best!.because).to.include.members(['cartridges', 'streaks']);
    expect(best!.score).to.be.within(0, 1);
  });

  it('are none where no word is shared, and of hostile words', () => {
    expect(suggester.suggest({ subject: '', text: '' }, 3)).to.deep.equal([]);
    expect(
      suggester.suggest({ subject: 'xyzzy', text: '__proto__ constructor __key hasOwnProperty' }, 3),
    ).to.deep.equal([]);
    expect(createSuggester([]).suggest({ subject: 'printer', text: '' }, 3)).to.deep.equal([]);
  });
});
