import { expect, it } from 'vitest';
import { readArguments } from './arguments.ts';

it('reads paths and names, in any order', () => {
  expect(
    readArguments(['a', '--album', '제주', 'b', '--library=우리 가족', '--json', '--as', ' Jiwoo@Example.com ']),
  ).toEqual({
    paths: ['a', 'b'],
    library: '우리 가족',
    album: '제주',
    as: 'jiwoo@example.com',
    settleS: 10,
    signOut: false,
    watch: false,
    byFolder: false,
    include: [],
    exclude: [],
    dryRun: false,
    json: true,
    help: false,
  });
});

it('normalizes a name typed on a Mac (NFD)', () => {
  expect(readArguments(['a', '--album', '제주'.normalize('NFD')])).toMatchObject({ album: '제주' });
});

it.each([
  [[], 'no-path', ''],
  [['--json'], 'no-path', ''],
  [['a', '--colour', 'red'], 'unknown', '--colour'],
  [['a', '--as', 'nobody'], 'address', 'nobody'],
  [['a', '--album', ' '], 'empty-name', '--album'],
  [['a', '--library='], 'empty-name', '--library'],
  [['a', '--exclude', ' '], 'empty-name', '--exclude'],
  [['a', '--album', '제주', '--by-folder'], 'two-albums', ''],
  [['a', '--project', 'Our Home'], 'project', 'Our Home'],
  [['a', '--project', '../../etc'], 'project', '../../etc'],
  [['a', '--project', 'our-home', '--as', 'a@example.com'], 'no-as', ''],
  [['a', '--site', 'https://photos.example.com'], 'needs-project', '--site'],
  [['--sign-out'], 'needs-project', '--sign-out'],
  [['--project', 'our-home'], 'no-path', ''],
] as const)('%j is %s', (argv, problem, argument) => {
  expect(readArguments(argv)).toEqual({ problem, argument });
});

it('refuses an option without a value', () => {
  expect(readArguments(['a', '--album'])).toMatchObject({ problem: 'unknown' });
  expect(readArguments(['--album', '--json', 'a'])).toMatchObject({ problem: 'unknown' });
});

it('reads the project and how to sign in', () => {
  const site = 'https://photos.example.com';
  expect(readArguments(['a', '--project', 'our-home', '--site', site])).toMatchObject({
    ...{ project: 'our-home', site, signOut: false },
  });
  expect(readArguments(['--project', 'our-home', '--sign-out'])).toMatchObject({ paths: [], signOut: true });
});

it('reads globs, which may repeat', () => {
  expect(readArguments(['a', '--include', '*.jpg', '--include', '제주/**'.normalize('NFD')])).toMatchObject({
    include: ['*.jpg', '제주/**'],
  });
});

it('reads how to watch', () => {
  expect(readArguments(['a'])).toMatchObject({ watch: false });
  expect(readArguments(['a', '--watch', '--settle', '30'])).toMatchObject({ watch: true, settleS: 30 });
  expect(readArguments(['a', '--watch', '--dry-run'])).toEqual({ problem: 'watch-dry-run', argument: '' });
  for (const seconds of ['0', 'soon', '99999'])
    expect(readArguments(['a', '--settle', seconds])).toEqual({ problem: 'seconds', argument: seconds });
});

it('help needs no path', () => {
  expect(readArguments(['-h'])).toMatchObject({ help: true });
});
