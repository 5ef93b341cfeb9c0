import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { joinParticles } from '../../web/word-joiner.ts';

type Messages = Record<string, unknown>;

const read = (locale: string): Messages =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../web/messages', `${locale}.json`), 'utf8')) as Messages;
const KO = read('ko');
const EN = read('en');

const said = (from: Messages, key: string, gaps: Readonly<Record<string, string | number>>): string => {
  const text = from[key];
  if (typeof text !== 'string') throw new Error(`no plain message ${key}`);
  return joinParticles(text).replace(/\{(\w+)\}/g, (_, gap: string) => String(gaps[gap] ?? ''));
};

/** What the screen says for a message key, its gaps filled; throws where there is no such message. */
export type Say = (key: string, gaps?: Readonly<Record<string, string | number>>) => string;

export const ko: Say = (key, gaps = {}) => said(KO, key, gaps);
export const en: Say = (key, gaps = {}) => said(EN, key, gaps);
