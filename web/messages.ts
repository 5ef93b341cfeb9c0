import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { chdir, exit } from 'node:process';
import { compile, type CompilerOptions } from '@inlang/paraglide-js';
import { joinParticles } from './word-joiner.ts';

// Compiles messages/ to modules. The default language is the device's, or Korean; lib/locale.svelte.ts stores a person's choice.
const options: CompilerOptions = {
  project: './project.inlang',
  outdir: './src/lib/paraglide',
  strategy: ['preferredLanguage', 'baseLocale'],
  // Tests may be reading the folder.
  cleanOutdir: false,
  emitGitIgnore: false,
  emitPrettierIgnore: false,
  emitReadme: false,
};

function changedAt(pattern: string): number {
  return Math.max(0, ...globSync(pattern).map((file) => statSync(file).mtimeMs));
}

chdir(import.meta.dirname);
const sources = changedAt('{messages.ts,word-joiner.ts,messages/*.json,project.inlang/settings.json}');
if (sources > changedAt(`${options.outdir}/messages.js`)) {
  const { outputHashes = {} } = await compile(options);
  if (!Object.keys(outputHashes).some((file) => /^messages\/(?!_index)\w+\.js$/.test(file))) {
    throw new Error('no messages were compiled: is @inlang/plugin-message-format installed?');
  }
  for (const file of globSync(`${options.outdir}/messages/*.js`)) {
    const compiled = readFileSync(file, 'utf8');
    const joined = joinParticles(compiled);
    if (joined !== compiled) writeFileSync(file, joined);
  }
}
// Without this, timers of the inlang SDK keep the process running for 30 s.
exit(0);
