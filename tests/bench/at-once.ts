import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { peakOf } from '../../functions/testing/fuzz/process-memory.ts';
import { ROOT } from '../../tools/emulators/root.ts';

// A process of its own, as an instance is: runs one function of the bundle many times at once, and says how much memory it took at
// most (MiB) and how many ended a second. Its environment is a function's.
//   node tests/bench/at-once.ts FUNCTION AT_ONCE COUNT REQUEST

/** What it prints, as JSON. */
export interface AtOnce {
  readonly mib: number;
  readonly perSecond: number;
}

const [name = '', atOnce, count, request = '{}'] = process.argv.slice(2);
const functions = (await import(pathToFileURL(join(ROOT, 'functions', 'lib', 'index.js')).href)) as Record<
  string,
  { run: (request: unknown) => Promise<unknown> }
>;
const one = functions[name];
if (!one) throw new Error(`there is no function ${name}`);
const began = performance.now();
let left = Number(count);
await Promise.all(
  Array.from({ length: Number(atOnce) }, async () => {
    while (left > 0) {
      left -= 1;
      await one.run(JSON.parse(request));
    }
  }),
);
const seconds = (performance.now() - began) / 1000;
const said: AtOnce = {
  mib: peakOf('self'),
  perSecond: Math.round(Number(count) / seconds),
};
// What functions log goes before it.
console.log(JSON.stringify(said));
process.exit();
