import type { Case, Entry } from './case.ts';
import { COLLECTION_CASES } from './collections.ts';
import { DOCUMENT_CASES } from './documents.ts';
import { NUMBER_CASES } from './numbers.ts';
import { OPERATOR_CASES } from './operators.ts';
import { STATEMENT_CASES } from './statements.ts';
import { STRING_CASES } from './strings.ts';
import { TIME_CASES } from './times.ts';
import { TYPE_CASES } from './types.ts';
import { VARIABLE_CASES } from './variables.ts';

/** All entries of the reference, in the order of the table in the README. */
export const ENTRIES: readonly Entry[] = [
  ...STATEMENT_CASES,
  ...VARIABLE_CASES,
  ...DOCUMENT_CASES,
  ...TYPE_CASES,
  ...OPERATOR_CASES,
  ...STRING_CASES,
  ...COLLECTION_CASES,
  ...TIME_CASES,
  ...NUMBER_CASES,
];

/** All cases, numbered from 1 in the order of the entries. */
export const CASES: readonly Case[] = ENTRIES.flatMap(({ group, name, section, shared, cases }) =>
  cases.map(({ expect, written }) => ({ section, ...written, entry: name, group, shared, expect })),
).map((one, index) => ({ id: index + 1, ...one }));
