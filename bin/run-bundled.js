// Half of the time of a start is compiling. What V8 compiled when the program was bundled lies beside it; V8 refuses
// what another version of it compiled, and compiles anew.
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { createRequire, Module } = require('node:module');
const { dirname } = require('node:path');
const { Script } = require('node:vm');

/** Commands asked most often, and by shells: those that reading.cjs has, which is read in half the time. */
exports.READING = ['list', 'show', 'search', 'complete'];

const compiledBeside = file => `${file}.compiled`;

/** `keep`: what was compiled when the program ends is kept beside it. */
exports.runBundled = (file, keep = false) => {
  const compiled = compiledBeside(file);
  // coverage and source maps know only what Node loads by itself
  const watched = process.env.NODE_V8_COVERAGE || process.sourceMapsEnabled;
  if (!keep && (watched || !existsSync(compiled))) return require(file);
  // ASCII only: the bundler writes everything else as escapes
  const source = Module.wrap(readFileSync(file, 'latin1'));
  const script = new Script(source, { filename: file, cachedData: keep ? undefined : readFileSync(compiled) });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  if (keep) process.on('exit', () => writeFileSync(compiled, script.createCachedData()));
};
