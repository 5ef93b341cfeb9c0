import type { FakeRequest } from './fake.ts';

const WIDTH = 150;

/** Replaces values that change from run to run. */
const steady = (text: string): string =>
  text
    .replace(/\b[0-9a-f]{64}\b/g, 'SHA256')
    .replace(/\b[0-9a-f]{40}\b/g, 'SHA1')
    .replace(/\b(op|index|version|ruleset|release|source|budget|keys|upload|etag)-\d+/g, '$1-N')
    .replace(/(GenerationMatch=)[1-9]\d*/g, '$1N')
    .replace(/:web:0{10}\w+/g, ':web:APP')
    .replace(/googleapis\.com:\d+/g, 'googleapis.com')
    .replace(/"pid":\d+/g, '"pid":0')
    .replace(/"(user|host)":"[^"]*"/g, '"$1":"…"')
    .replace(/"(MARU_VERSION|version)":"[^"]*"/g, '"$1":"VERSION"')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME');

/** JSON on one line if it fits, else one line for each entry. Long texts, such as rules, are cut. */
function format(value: unknown, indent = ''): string {
  if (typeof value === 'string' && value.length > WIDTH) return JSON.stringify(`${value.slice(0, 30)}…`);
  const short = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || short.length + indent.length <= WIDTH) return short;
  const deeper = `${indent}  `;
  const entries = Object.entries(value).map(([key, one]) => {
    // The files of a web build differ with every build.
    if (key === 'files' && !Array.isArray(one)) return `${deeper}"files": every file of public/`;
    const label = Array.isArray(value) ? '' : `${JSON.stringify(key)}: `;
    return `${deeper}${label}${format(one, deeper)}`;
  });
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open!}\n${entries.join('\n')}\n${indent}${close!}`;
}

/** A body without values that change from run to run, and without the nulls that firebase-tools sends for unset options. */
const normalized = (body: unknown): unknown =>
  JSON.parse(steady(JSON.stringify(body, (_, value: unknown) => value ?? undefined)));

/** A query without its repetitions: `names=a&names=b&names=c` becomes `names=a&…`. */
const shortQuery = (query: string): string => query.replace(/([?&])(\w+)=([^&]*)(&\2=[^&]*)+/g, '$1$2=$3&…');

function textOf({ method, host, path, query, body, status, mutates }: FakeRequest, indent: string): string {
  const product = host.replace('.googleapis.com', '');
  const sent = mutates && body !== undefined ? ` ${format(normalized(body), indent)}` : '';
  const failed = status >= 400 ? `  -> ${status}` : '';
  const request = `${method.padEnd(6)} ${product} ${decodeURIComponent(path + shortQuery(query))}`;
  return `${steady(request)}${failed}${sent.replace(/"\d+ bytes"/, 'BYTES')}`;
}

/** firebase-tools begins each run by asking for its permissions. */
const beginsRun = ({ isCli, path, body }: FakeRequest): boolean => {
  const permissions = (body as { permissions?: string[] } | undefined)?.permissions ?? [];
  const isFirst =
    permissions.includes('firebase.projects.get') && !permissions.includes('firebaseextensions.instances.list');
  return isCli && path.endsWith(':testIamPermissions') && isFirst;
};

/** The same line twice or more is shown once with its number; operations, uploads and service checks without it. */
function count(lines: readonly string[]): string[] {
  const all = new Map<string, number>();
  for (const one of lines) all.set(one, (all.get(one) ?? 0) + 1);
  return [...all].map(([one, times]) => (times > 1 && !/SHA256|op-N/.test(one) ? `${one}  (${times} times)` : one));
}

/**
 * The requests as a person reads them: ours in their order; those of one run of firebase-tools sorted below a heading, because it sends
 * many at once.
 */
export function transcript(requests: readonly FakeRequest[]): string {
  const lines: string[] = [];
  for (let index = 0; index < requests.length;) {
    const first = requests[index]!;
    let end = index + 1;
    while (end < requests.length && requests[end]!.isCli === first.isCli && !beginsRun(requests[end]!)) end += 1;
    const block = requests.slice(index, end);
    const theirs = block.map((one) => `  ${textOf(one, '  ')}`).sort();
    if (first.isCli) lines.push('', 'firebase-tools:', ...count(theirs), '');
    else lines.push(...block.map((one) => textOf(one, '')));
    index = end;
  }
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}
