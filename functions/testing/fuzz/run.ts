import { corpus } from './corpus.ts';
import { fuzzRun, table } from './fuzz-run.ts';
import { validFiles } from './valid-files.ts';

// Makes every hostile file, or those whose family or name has a word: part of `npm run test:slow`.
const [word = ''] = process.argv.slice(2);
const whole = await validFiles();
const files = corpus(whole).filter(({ family, name }) => `${family}: ${name}`.includes(word));
const came = await fuzzRun(files, whole);
console.log(table(came));
for (const flaw of came.flaws) console.log(flaw);
const failed = new Set(came.flaws.map((flaw) => flaw.split(': ', 2).join(': '))).size;
console.log(`${files.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 || files.length === 0 ? 1 : 0;
