import { expect, test } from 'vitest';
import { decodeText } from './text-encoding.ts';

/** 봄날은 간다 in CP949. */
const SPRING = Buffer.from('babdb3afc0ba20b0a3b4d9', 'hex');

test.each([
  ['UTF-8', Buffer.from('봄날은 간다'), '봄날은 간다'],
  ['CP949', SPRING, '봄날은 간다'],
  ['CP949 that was taken for Latin-1', Buffer.from(SPRING.toString('latin1')), '봄날은 간다'],
  ['CP949 that ends in half a syllable', SPRING.subarray(0, -1), '봄날은 간'],
  [
    'Latin-1',
    Buffer.from('Beyoncé · Björk · Die Ärzte · Sigur Rós', 'latin1'),
    'Beyoncé · Björk · Die Ärzte · Sigur Rós',
  ],
  ['Western text in UTF-8', Buffer.from('Beyoncé · Die Ärzte'), 'Beyoncé · Die Ärzte'],
  ['ASCII', Buffer.from('Spring'), 'Spring'],
  ['nothing', Buffer.alloc(0), ''],
])('decodes %s', (_, bytes, text) => {
  expect(decodeText(bytes)).toBe(text);
});
