import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Messages = Record<string, unknown>;

const read = (locale: string): Messages =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../web/messages', `${locale}.json`), 'utf8')) as Messages;
const KO = read('ko');

/** What the screen says in Korean for a message key, its gaps filled; throws where there is no such message. */
export function ko(key: string, gaps: Readonly<Record<string, string | number>> = {}): string {
  const text = KO[key];
  if (typeof text !== 'string') throw new Error(`no plain message ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, gap: string) => String(gaps[gap] ?? ''));
}
