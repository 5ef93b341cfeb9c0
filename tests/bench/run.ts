import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A bench file's export: measures, prints a table and returns its metrics. */
export type Bench = (args: readonly string[]) => Promise<Readonly<Record<string, number>>>;

const here = import.meta.dirname;
const [name, ...args] = process.argv.slice(2);
const file = join(here, `${name ?? ''}.bench.ts`);

if (name === undefined || !/^[a-z-]+$/.test(name) || !existsSync(file)) {
  const known = (await readdir(here)).filter((f) => f.endsWith('.bench.ts')).map((f) => f.replace('.bench.ts', ''));
  console.error(`npm run bench -- NAME, where NAME is one of: ${known.join(', ')}`);
  process.exitCode = 2;
} else {
  const { bench } = (await import(pathToFileURL(file).href)) as { bench: Bench };
  const metrics = await bench(args);
  console.log(JSON.stringify({ bench: name, metrics }));
}
