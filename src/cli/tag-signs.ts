/**
 * `desk tag 12 +vip -old`: what begins with a minus there is a tag to be taken away and no option. It is written as one
 * before the command line is read; options of one letter, as every command has them, stay what they are.
 */
const LETTERS = ['-h', '-q', '-n', '-c'];
const WITH_VALUE = ['-c', '--config', '--as'];

export function withoutSigns(argv: readonly string[]): string[] {
  const command = argv.findIndex((word, i) => !word.startsWith('-') && !WITH_VALUE.includes(argv[i - 1] ?? ''));
  if (argv[command] !== 'tag') return [...argv];
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  return argv.map((word, i) =>
    i > command && i < end && isSigned(word, argv[i - 1]!) ? `--remove=${word.slice(1)}` : word,
  );
}

function isSigned(word: string, before: string): boolean {
  return /^-[^-]/.test(word) && !LETTERS.includes(word) && !WITH_VALUE.includes(before);
}
