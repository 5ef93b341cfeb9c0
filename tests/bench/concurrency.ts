import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { peakOf } from '../../functions/testing/fuzz/process-memory.ts';
import { ROOT } from '../../tools/emulators/root.ts';

// A process like an instance: runs one function of the bundle concurrently and prints its peak memory (MiB) and the completed runs per
// second. Expects the environment of a function. Usage: node tests/bench/concurrency.ts FUNCTION CONCURRENCY COUNT REQUEST

/** The output, as JSON. */
export interface ConcurrencyResult {
  readonly mib: number;
  readonly perSecond: number;
}

const [name = '', concurrency, count, request = '{}'] = process.argv.slice(2);
const functions = (await import(pathToFileURL(join(ROOT, 'functions', 'lib', 'index.js')).href)) as Record<
  string,
  { run: (request: unknown) => Promise<unknown> }
>;
const target = functions[name];
if (!target) throw new Error(`there is no function ${name}`);
const start = performance.now();
let left = Number(count);
await Promise.all(
  Array.from({ length: Number(concurrency) }, async () => {
    while (left > 0) {
      left -= 1;
      await target.run(JSON.parse(request));
    }
  }),
);
const seconds = (performance.now() - start) / 1000;
const result: ConcurrencyResult = {
  mib: peakOf('self'),
  perSecond: Math.round(Number(count) / seconds),
};
// The last line; functions log before it.
console.log(JSON.stringify(result));
process.exit();
