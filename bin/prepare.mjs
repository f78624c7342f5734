// Makes a checkout ready to run: installs the packages, compiles and bundles, each only when something changed since.
// Run by npm before start and test. Uses nothing but Node, for the packages may not be there yet.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const OLDEST_NODE = [20, 19];
/** A child that takes longer shows what it says. */
const PATIENCE = 8_000;

try {
  checkNode();
  if (!packagesAreInstalled()) await install();
  checkAddon();
  await buildWhenChanged();
} catch (error) {
  if (!error.shown) process.stderr.write(error.said ?? '');
  process.stderr.write(`postdesk: ${error.message}\n`);
  process.exitCode = 1;
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new Error(
    `this is Node.js ${process.versions.node}, it needs ${OLDEST_NODE.join('.')} or newer (https://nodejs.org)`,
  );
}

/** By content and not by time: a checkout gives every file a new time. npm keeps what it installed in a file of its own. */
function packagesAreInstalled() {
  const kept = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(kept)) return false;
  const installed = JSON.parse(readFileSync(kept, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || installed[path]?.version === version || (optional && !installed[path]),
  );
}

async function install() {
  process.stderr.write('postdesk: installing packages (npm ci); the first time takes a minute or two\n');
  const home = homeFolder();
  const env = { ...home.env, ...nodeHeaders() };
  try {
    await npm(['ci'], env).catch(error => {
      // A mirror without some optional packages of other platforms makes ci refuse; install takes the same versions.
      if (!/EUSAGE/.test(error.said)) throw error;
      return npm(['install', '--no-save'], env);
    });
  } catch (error) {
    throw Object.assign(error, { message: `${error.message}${compilerAdvice()}` });
  } finally {
    home.remove();
  }
}

function npm(words, env) {
  const cli = process.env.npm_execpath;
  const [command, args] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []];
  return run(`npm ${words[0]}`, command, [...args, ...words, '--no-audit', '--no-fund'], env);
}

/** npm and node-gyp keep their caches at home; a service account or a bare container may have none. */
function homeFolder() {
  const home = process.env.HOME || homedir();
  if (process.env.HOME && existsSync(home)) return { env: {}, remove: () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'postdesk-home-'));
  const env = { HOME: folder, npm_config_cache: join(folder, 'npm-cache') };
  return { env, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The sqlite3 addon is compiled against Node's headers: those beside this Node need no download. */
function nodeHeaders() {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, 'include', 'node', 'node_api.h')) ? { npm_config_nodedir: prefix } : {};
}

/** Newer Nodes have SQLite inside and can do without the addon. */
function checkAddon() {
  const folder = join(root, 'node_modules', 'sqlite3');
  const found = ['build/Release/node_sqlite3.node', 'build/node_sqlite3.node'].some(path =>
    existsSync(join(folder, path)),
  );
  if (found || process.versions.node.split('.')[0] >= 24) return;
  throw new Error(`the sqlite3 package is there without its addon; run: npm rebuild sqlite3${compilerAdvice()}`);
}

function compilerAdvice() {
  const missing = [
    ['g++', 'c++', 'clang++'],
    ['make', 'gmake'],
    ['python3', 'python'],
  ].filter(names => !names.some(isOnPath));
  if (missing.length === 0) return '';
  const names = missing.map(([name]) => name).join(', ');
  return `\npostdesk: ${names} not found; sqlite3 is compiled here. On Debian and Ubuntu: apt-get install g++ make python3`;
}

function isOnPath(name) {
  return (process.env.PATH ?? '').split(':').some(folder => folder !== '' && existsSync(join(folder, name)));
}

async function buildWhenChanged() {
  const stamp = join(root, 'dist', '.built');
  const state = stateOfSources();
  const programs = ['dist/desk/main.cjs', 'dist/src/cli/main.js'].every(path => existsSync(join(root, path)));
  if (programs && existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return;
  rmSync(stamp, { force: true });
  removeOrphans();
  await run('tsc', process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.'], {});
  await run('bundle', process.execPath, [join(root, 'bin', 'bundle.mjs')], {});
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, state);
}

/** Names, sizes and times of all that goes into dist; a removed file changes it too. */
function stateOfSources() {
  // what V8 compiled is of its own version
  const hash = createHash('sha256').update(process.version);
  const files = ['src', 'test', 'bench'].flatMap(folder => filesUnder(join(root, folder)));
  const others = ['tsconfig.json', 'package-lock.json', 'bin/bundle.mjs', 'bin/run-bundled.js'].map(name =>
    join(root, name),
  );
  for (const file of [...files.filter(name => name.endsWith('.ts')), ...others]) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => (entry.isDirectory() ? filesUnder(join(folder, entry.name)) : [join(folder, entry.name)]));
}

/** What was compiled from a source that is gone would still be run by the tests. */
function removeOrphans() {
  const dist = join(root, 'dist');
  for (const part of ['src', 'test', 'bench'])
    for (const file of filesUnder(join(dist, part))) {
      const source = join(root, file.slice(dist.length + 1).replace(/\.js(?:\.map)?$/, '.ts'));
      if (/\.js(?:\.map)?$/.test(file) && !existsSync(source)) {
        rmSync(file);
        // Else the incremental compiler believes in what it wrote before.
        rmSync(join(dist, '.tsbuildinfo'), { force: true });
      }
    }
}

/** Silent while it goes well and fast; all it said is shown when it fails, or while it takes long. */
function run(name, command, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    let shown = false;
    const show = () => {
      shown = true;
      process.stderr.write(said);
    };
    const timer = setTimeout(show, PATIENCE);
    const hear = data => {
      said += data;
      if (shown) process.stderr.write(data);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', error => {
      clearTimeout(timer);
      reject(new Error(`${name} could not be started: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve();
      else reject(Object.assign(new Error(`${name} failed (${signal ?? code})`), { said, shown }));
    });
  });
}
