/** Something that `desk help` explains and that is no command. */
export interface Topic {
  readonly name: string;
  readonly title: string;
  /** Of the manual page. */
  readonly section: string;
  readonly before?: string;
  /** A word and what it means. */
  readonly terms: readonly (readonly [word: string, meaning: string])[];
  /** Each as it would be written, after what it is for. */
  readonly examples?: readonly (readonly [title: string, text: string])[];
}
