import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { APIS } from './methods.ts';

const { resolve } = createRequire(import.meta.url);

/** Every variable that firebase-tools (lib/api.js) or we (`MARU_PRODUCT_URL`) read an origin from, with the real host name at `port`. */
export function originVariables(port: number): Record<string, string> {
  const source = readFileSync(resolve('firebase-tools/lib/api.js'), 'utf8');
  const theirs = [...source.matchAll(/envOverride\("(\w+)", "https:\/\/([^"]+)"\)/g)].map(([, name, host]) => [
    name,
    host,
  ]);
  const ours = APIS.map(({ host }) => [`MARU_${host.split('.')[0]!.toUpperCase()}_URL`, host]);
  return Object.fromEntries([...theirs, ...ours].map(([name, host]) => [name!, `http://${host!}:${port}`]));
}
