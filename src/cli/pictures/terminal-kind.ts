/** Which way of showing pictures a terminal has, by what it says of itself in the environment. */
export const PROTOCOLS = ['kitty', 'iterm', 'sixel'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

export interface TerminalKind {
  readonly protocol: Protocol;
  /** WebP too: not every program with this protocol takes it. */
  readonly webp: boolean;
  /** Only if it answers that it shows pictures: the environment does not tell. */
  readonly asks: boolean;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Some of each show sixel and some do not; none prints the question. */
const MAY_KNOW_SIXEL = /^(?:xterm|foot|mlterm|contour|yaft|vt340)/;

/** undefined: none that is known. What an operator says of a terminal goes before what it says itself. */
export function terminalKind(env: Env): TerminalKind | undefined {
  if (env.TERM === 'dumb') return undefined;
  const said = env.DESK_IMAGES;
  if (said) {
    const protocol = PROTOCOLS.find(one => one === said);
    return protocol && { protocol, webp: takesWebp(env), asks: false };
  }
  // they keep the screen themselves, and a picture would lie about in it
  if (env.TMUX || env.STY || /^(?:screen|tmux)/.test(env.TERM ?? '')) return undefined;
  const sure = (protocol: Protocol) => ({ protocol, webp: takesWebp(env), asks: false });
  const { TERM: term = '', TERM_PROGRAM: program = '' } = env;
  if (env.KITTY_WINDOW_ID || /^xterm-(?:kitty|ghostty)$/.test(term) || program === 'ghostty') return sure('kitty');
  if (/^(?:iTerm\.app|WezTerm|mintty)$/.test(program) || env.LC_TERMINAL === 'iTerm2') return sure('iterm');
  // its pictures can be switched off, and then it says so
  if (program === 'vscode') return { protocol: 'iterm', webp: false, asks: true };
  return MAY_KNOW_SIXEL.test(term) ? { protocol: 'sixel', webp: false, asks: true } : undefined;
}

function takesWebp({ TERM_PROGRAM: program, LC_TERMINAL: terminal }: Env): boolean {
  return program === 'iTerm.app' || program === 'WezTerm' || terminal === 'iTerm2';
}
