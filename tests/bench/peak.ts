import { readFile } from 'node:fs/promises';

// A process that renders one file in one way and prints its peak memory. Usage: node tests/bench/peak.ts WAY FILE

const [way, file] = process.argv.slice(2);
if (way !== 'nothing' && way !== undefined && file !== undefined) {
  const ways = (await import('./renderers.ts')) as unknown as Record<string, (file: string) => Promise<unknown>>;
  await ways[way]?.(file);
}
const status = await readFile('/proc/self/status', 'utf8');
console.log(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
