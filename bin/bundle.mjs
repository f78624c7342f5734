// Bundles the program into dist/desk: one file for the start, one for each command's part, so that a command reads
// only what it needs. Addons and what is optional stay outside, in node_modules.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

// Packages written as CommonJS call require for Node's own modules; in an ES module there is none.
const requireForCommonJs = `import { createRequire as requireOf } from 'node:module';
const require = requireOf(import.meta.url);`;

rmSync(`${root}/dist/desk`, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: ['src/cli/main.ts', 'src/intake/parse-worker.ts'],
  entryNames: '[name]',
  outdir: 'dist/desk',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['sqlite3', 'pg', 'pg-native'],
  banner: { js: requireForCommonJs },
  legalComments: 'none',
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
}).catch(() => {
  // esbuild has printed them.
  process.exitCode = 1;
});
