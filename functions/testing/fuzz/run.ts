import { corpus } from './corpus.ts';
import { fuzzRun, formatTable } from './fuzz-run.ts';
import { validFiles } from './valid-files.ts';

// Processes every hostile file, or those whose family or name contains a word: part of `npm run test:slow`.
const [word = ''] = process.argv.slice(2);
const whole = await validFiles();
const files = corpus(whole).filter(({ family, name }) => `${family}: ${name}`.includes(word));
const result = await fuzzRun(files, whole);
console.log(formatTable(result));
for (const problem of result.problems) console.log(problem);
const failed = new Set(result.problems.map((problem) => problem.split(': ', 2).join(': '))).size;
console.log(`${files.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 || files.length === 0 ? 1 : 0;
