/** What we use of natural. Its own declarations are of the whole package and do not compile. */
declare module 'natural/lib/natural/tfidf/tfidf.js' {
  class TfIdf {
    /** A list of words is taken as it is, a text is cut into words of a–z. */
    addDocument(words: readonly string[]): void;
    idf(word: string): number;
    listTerms(document: number): { readonly term: string; readonly tf: number; readonly idf: number }[];
  }

  export { TfIdf as default };
}

declare module 'natural/lib/natural/classifiers/bayes_classifier.js' {
  class BayesClassifier {
    /** Of apparatus: how many documents of a label have the feature, and how many there are; all begin with 1. */
    readonly classifier: {
      readonly classFeatures: Readonly<Record<string, Readonly<Record<number, number>>>>;
      readonly classTotals: Readonly<Record<string, number>>;
    };
    addDocument(words: readonly string[], label: string): void;
    train(): void;
    textToFeatures(words: readonly string[]): (0 | 1)[];
  }

  export { BayesClassifier as default };
}

declare module 'natural/lib/natural/stemmers/*' {
  const stemmer: { stem(word: string): string };

  export { stemmer as default };
}
