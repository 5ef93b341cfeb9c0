import { expect, it } from 'vitest';
import { isLocked } from './parts.ts';

const wrap = (body: string): string =>
  `rules_version = '2';\nservice cloud.firestore {\n  match /databases/{d}/documents {\n    match /{all=**} {\n      ${body}\n    }\n  }\n}\n`;

it.each([
  ['allow read, write: if false;', true],
  ['// Deny all.\n      allow read, write: if false; // for now', true],
  ['allow read; allow write: if false;', false],
  ['allow read, write: if request.time < timestamp.date(2026, 12, 1);', false],
  ['', true],
])('%j locks a database: %s', (body, expected) => {
  expect(isLocked(wrap(body))).toBe(expected);
});
