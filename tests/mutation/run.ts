import { mutateCode } from './code/run.ts';
import { mutateRules } from './rules/run.ts';

const [kind, ...args] = process.argv.slice(2);
if (kind === 'code') process.exitCode = await mutateCode(args);
else if (kind === 'rules') process.exitCode = await mutateRules(args);
else {
  console.error('npm run mutate -- code|rules [--sample N | WORD]');
  process.exitCode = 1;
}
