// Bundles the program into dist/desk, so that a start reads one file and not hundreds: main.cjs is the program,
// reading.cjs the same for the commands that only read, parse-worker.cjs and picture-worker.cjs its threads, and each
// larger package is a file of its own that is read when it is used. Addons, WebAssembly and what is optional stay
// outside, in node_modules.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { READING } from './run-bundled.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist', 'desk');

const OWN_FILE =
  /^(?:imapflow|liquidjs|mailauth|mailparser|markdown-it|natural|node-cron|nodemailer|re2js|smtp-server)(?:\/|$)/;
const READS = READING.map(name => `/${name}.ts`);

/** Parts of Node that most commands have no use for. */
const SELDOM_USED = /^(?:node:)?(?:child_process|crypto|fs\/promises)$/;

/** They are loaded when something of them is used, and not when a file that may use them is. */
const seldomUsed = {
  name: 'seldom used',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: SELDOM_USED }, ({ path, namespace }) =>
      namespace === 'seldom' ? { path, external: true } : { path, namespace: 'seldom' },
    );
    onLoad({ filter: /./, namespace: 'seldom' }, ({ path }) => {
      const names = Object.keys(createRequire(import.meta.url)(path));
      const parts = names.map(name => `get ${name}() { return require('${path}').${name}; }`);
      return { contents: `module.exports = { ${parts.join(', ')} };` };
    });
  },
};

const common = {
  absWorkingDir: root,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': 'urlOfThisFile' },
  banner: { js: "const urlOfThisFile = require('node:url').pathToFileURL(__filename).href;" },
  outExtension: { '.js': '.cjs' },
  external: ['sqlite3', 'pg', 'pg-native', '@cwasm/*'],
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
};

const SMALL_DESK = `
state = "state"
[trust]
check = "off"
[[queue]]
name = "support"
address = "support@desk.example"
[[operator]]
login = "bob"
name = "Bob"
address = "bob@desk.example"
[courier]
kind = "keep"
`;

/** What of each package is used: the paths it is imported by. */
const packages = new Map();

/** A package is a file beside the program, and a path of it is loaded as Node's require does. */
const packagesApart = {
  name: 'packages apart',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: OWN_FILE }, ({ path, importer }) => {
      if (importer.includes('/node_modules/')) return;
      const [name] = path.split('/');
      packages.set(name, (packages.get(name) ?? new Set()).add(path));
      return { path, namespace: 'apart' };
    });
    onLoad({ filter: /./, namespace: 'apart' }, ({ path }) => ({
      contents: `module.exports = require('./packages/${path.split('/')[0]}.cjs')[${JSON.stringify(path)}]();`,
    }));
    onResolve({ filter: /^\.\/packages\// }, ({ path }) => ({ path, external: true }));
  },
};

function packageFile([name, paths]) {
  const loads = [...paths].map(path => `${JSON.stringify(path)}: () => require(${JSON.stringify(path)})`);
  const contents = `module.exports = { ${loads.join(', ')} };`;
  return build({ ...common, stdin: { contents, resolveDir: root }, outfile: join(out, 'packages', `${name}.cjs`) });
}

/** The table of commands names all of them; those that are never run from a bundle are left out of it. */
const readingOnly = {
  name: 'reading only',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ path, importer, kind }) => {
      const isCommand = kind === 'dynamic-import' && /\/src\/cli\/commands(?:\.ts|\/)/.test(importer);
      return isCommand && !READS.some(file => path.endsWith(file)) ? { path, external: true } : undefined;
    });
  },
};

rmSync(out, { recursive: true, force: true });
const main = join(root, 'src', 'cli', 'main.ts');
const workers = [join('intake', 'parse-worker.ts'), join('cli', 'pictures', 'picture-worker.ts')];
const threads = workers.map(file => join(root, 'src', file));
await build({
  ...common,
  outdir: out,
  entryPoints: [main, ...threads],
  entryNames: '[name]',
  plugins: [packagesApart, seldomUsed],
});
await build({
  ...common,
  outfile: join(out, 'reading.cjs'),
  entryPoints: [main],
  plugins: [packagesApart, readingOnly, seldomUsed],
});
await Promise.all([...packages].map(packageFile));
keepCompiled();

/** Runs either bundle at a small desk, and keeps what V8 compiled of it. */
function keepCompiled() {
  const folder = mkdtempSync(join(tmpdir(), 'postdesk-bundle-'));
  const config = join(folder, 'config.toml');
  const mail = join(folder, 'mail.eml');
  writeFileSync(config, SMALL_DESK);
  writeFileSync(
    mail,
    'From: Ann <ann@example.org>\nTo: support@desk.example\nSubject: Printer\n\nIt prints nothing.\n',
  );
  const desk = (bundle, ...words) => {
    const run = `require('./bin/run-bundled.js').runBundled('${join(out, bundle)}', true)`;
    const argv = ['-e', run, '--', 'desk', '--config', config, '--as', 'bob', ...words];
    const { status, stderr } = spawnSync(process.execPath, argv, { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw new Error(`desk ${words.join(' ')}: ${stderr}`);
  };
  desk('main.cjs', 'inject', mail);
  desk('main.cjs', 'take', '1');
  desk('reading.cjs', 'show', '1');
  rmSync(folder, { recursive: true });
}
