import { expect, test } from 'vitest';
import { missingParts, planImport, summaryOf, type PlannableFile } from './import-plan.ts';
import { csvOf, linesOf } from './import-report.ts';
import { readTakeout } from './read-takeout.ts';

const FOLDER = 'Takeout/Google Photos/Photos from 2023';

test('decides for every file, counts what is added, and has a line for each at the end', async () => {
  const texts: Record<string, string> = { 'half.json': '{' };
  for (const [name, more] of Object.entries({
    'a.jpg': { description: '바다', favorited: true },
    'gone.jpg': { trashed: true, favorited: true },
    'old.jpg': { archived: true },
  }))
    texts[`${name}.json`] = JSON.stringify({ title: name, photoTakenTime: { timestamp: '1700000000' }, ...more });
  const media = ['a.jpg', 'gone.jpg', 'old.jpg', 'alone.mp4'].map((name) => ({ name, type: 'media' }));
  const others = [...Object.keys(texts), 'page.html'].map((name) => ({ name, type: 'not-media' }));
  const locked = { name: 'locked.jpg', type: 'unreadable', problem: 'encrypted' } as const;
  const files = [...media, ...others, locked].map((file): PlannableFile => ({ ...file, folder: FOLDER, size: 10 }));
  const takeout = await readTakeout(files, ({ name }) => Promise.resolve(texts[name] ?? ''));
  const plan = planImport(files, takeout, { withArchived: false });
  const all = ['add', 'in-trash', 'archived', 'add', 'broken-json', 'json', 'json', 'json', 'not-media', 'encrypted'];
  expect(plan.map(({ step }) => step)).toEqual(all);
  expect(summaryOf(plan)).toMatchObject({
    ...{ kinds: { photo: 1, video: 1, sound: 0 }, bytes: 20, dated: 1, captioned: 1, favourites: 1, undescribed: 1 },
    ...{ inTrash: 1, archived: 1, unreadable: [{ file: { name: 'locked.jpg' }, step: 'encrypted' }], brokenJson: 1 },
  });
  expect(planImport(files, takeout, { withArchived: true })[2]?.step).toBe('add');

  const rows = plan.map(({ file, step }) => ({ file: file.name, step, key: file.name }));
  const lines = linesOf(rows, new Map([['a.jpg', { state: 'failed', code: 'not-media' }]]));
  expect(lines.map(({ state }) => state)).toEqual([
    ...['failed', 'skipped', 'skipped', 'waiting', 'failed'],
    ...['skipped', 'skipped', 'skipped', 'skipped', 'failed'],
  ]);
});

test('names the parts that are missing, of each export', () => {
  const names = [
    'takeout-20240712T112341Z-1-001.zip',
    'takeout-20240712T112341Z-1-004.zip',
    'takeout-2-001.zip',
    'x-003.zip',
  ];
  const missing = [2, 3].map((n) => `takeout-20240712T112341Z-1-00${String(n)}.zip`);
  expect(missingParts(names)).toEqual(missing);
});

test('a spreadsheet takes no file name for a formula', () => {
  expect(csvOf([{ file: '=HYPERLINK("x")', state: 'added' }])).toContain(`"'=HYPERLINK(""x"")","added"`);
});
