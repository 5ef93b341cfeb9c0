import type { Library, LibraryId, MaruConfig } from '@maru/model';
import { expect, it } from 'vitest';
import { libraryOf, personOf, UsageError } from './target.ts';
import { EN } from './messages.ts';

const library = (name: string): Library => ({ name, timeZone: 'Asia/Seoul', roles: {}, members: [] });
const [A, B, C] = ['a', 'b', 'c'].map((letter) => letter.repeat(20) as LibraryId) as [LibraryId, LibraryId, LibraryId];
const ours = [A, library('우리 가족')] as const;
const aunts = [B, library('이모네'.normalize('NFD'))] as const;
const twin = [C, library('우리 가족')] as const;

const messageOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'nothing';
};

it('finds the only library, or one by name or id', () => {
  expect(libraryOf([ours], undefined, 'Jiwoo', EN)[0]).toBe(A);
  expect(libraryOf([ours, aunts], '이모네', 'Jiwoo', EN)[0]).toBe(B);
  expect(libraryOf([ours, twin], C, 'Jiwoo', EN)[0]).toBe(C);
});

it('lists the names if there are several libraries', () => {
  expect(messageOf(() => libraryOf([ours, aunts], undefined, 'Jiwoo', EN))).toMatch(/우리 가족[^]*이모네/u);
  expect(messageOf(() => libraryOf([ours, aunts], '없음', 'Jiwoo', EN))).toMatch(
    /^없음: there is no such library[^]*우리 가족/u,
  );
});

it('lists the ids if two libraries have the same name', () => {
  expect(messageOf(() => libraryOf([ours, twin], '우리 가족', 'Jiwoo', EN))).toContain(`${C}  우리 가족`);
});

it('says what to do if there is no library', () => {
  expect(messageOf(() => libraryOf([], undefined, 'Jiwoo', EN))).toBe(EN.noLibrary('Jiwoo'));
});

const people = [
  { name: '한지우', address: 'jiwoo@example.com', role: 'owner' },
  { name: '김영숙', address: 'mother@example.com', role: 'viewer' },
];
const config = { emulators: { people } } as unknown as MaruConfig;

it('chooses the demo owner or the person of --as, and lists the people for any other address', () => {
  expect(personOf(config, undefined, EN).name).toBe('한지우');
  expect(personOf(config, 'mother@example.com', EN).name).toBe('김영숙');
  expect(messageOf(() => personOf(config, 'nobody@example.com', EN))).toMatch(
    /nobody@example.com[^]*mother@example.com/,
  );
});
