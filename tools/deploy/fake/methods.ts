import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Api, Method } from './discovery/document.ts';
import { UNDOCUMENTED } from './undocumented.ts';

/** A method of an API with the values of its path. */
export interface Match {
  readonly api: Api;
  readonly method: Method;
  readonly params: Record<string, string>;
  /** Whether the path is the one for bytes. */
  readonly upload: boolean;
}

interface Route {
  readonly api: Api;
  readonly method: Method;
  readonly pattern: RegExp;
}

const FOLDER = join(import.meta.dirname, 'discovery');

/** Every API that the fake knows. */
export const APIS: readonly Api[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Api)
  .concat(UNDOCUMENTED);

/** The expression that matches a path template, with a named group for each value. */
function toPattern({ path, parameters }: Method): RegExp {
  const parts = path.split(/(\{\+?\w+\})/).map((part) => {
    const [, plus, name] = /^\{(\+?)(\w+)\}$/.exec(part) ?? [];
    if (name === undefined) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    // "Use `…/documents` to list top-level collections", says the document, but its pattern requires more.
    const given =
      plus &&
      parameters[name]?.pattern?.replace(/^\^|\$$/g, '').replace('/documents/[^/]+/.*', '/documents(/[^/]+/.*)?');
    return `(?<${name}>${given || '[^/:]+'})`;
  });
  return new RegExp(`^/${parts.join('')}$`);
}

// A custom verb (`:enable`) comes first: a name may contain a colon.
const routes: readonly Route[] = APIS.flatMap((api) =>
  api.methods.map((method) => ({ api, method, pattern: toPattern(method) })),
).sort((a, b) => Number(b.method.path.includes(':')) - Number(a.method.path.includes(':')));

/** Returns the method that a request calls, or undefined. `path` is still encoded. */
export function findMethod(host: string, verb: string, path: string): Match | undefined {
  const [, upload, rest] = /^(\/resumable)?\/upload(\/storage\/v1\/.*)$/.exec(path) ?? [];
  const plain = rest ?? path;
  for (const { api, method, pattern } of routes) {
    if (api.host !== host || (method.httpMethod !== verb && !(rest && verb === 'PUT'))) continue;
    const found = pattern.exec(plain);
    if (!found || (rest && !method.upload)) continue;
    const params = Object.fromEntries(
      Object.entries(found.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]),
    );
    return { api, method, params, upload: upload !== undefined || rest !== undefined };
  }
  return undefined;
}
