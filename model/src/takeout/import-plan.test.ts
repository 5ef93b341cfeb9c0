import { expect, test } from 'vitest';
import { missingParts, planImport, summaryOf, type PlannableFile } from './import-plan.ts';
import { csvOf, linesOf } from './import-report.ts';
import { readICloud } from '../icloud/read-icloud.ts';
import { readTakeout } from './read-takeout.ts';

const read = async (files: readonly PlannableFile[], texts: Readonly<Record<string, string>>) => {
  const readText = ({ name }: PlannableFile): Promise<string> => Promise.resolve(texts[name] ?? '');
  return { takeout: await readTakeout(files, readText), icloud: await readICloud(files, readText) };
};

const FOLDER = 'Takeout/Google Photos/Photos from 2023';

test('decides for every file, counts what is added, and has a line for each at the end', async () => {
  const texts: Record<string, string> = { 'half.json': '{' };
  for (const [name, more] of Object.entries({
    'a.jpg': { description: '바다', favorited: true },
    'gone.jpg': { trashed: true, favorited: true },
    'old.jpg': { archived: true },
    'lost.jpg': {},
  }))
    texts[`${name}.json`] = JSON.stringify({ title: name, photoTakenTime: { timestamp: '1700000000' }, ...more });
  const media = ['a.jpg', 'gone.jpg', 'old.jpg', 'alone.mp4'].map((name) => ({ name, type: 'media' }));
  const others = [...Object.keys(texts), 'page.html'].map((name) => ({ name, type: 'not-media' }));
  const locked = { name: 'locked.jpg', type: 'unreadable', problem: 'encrypted' } as const;
  const files = [...media, ...others, locked].map((file): PlannableFile => ({ ...file, folder: FOLDER, size: 10 }));
  const exported = await read(files, texts);
  const plan = planImport(files, exported, { withArchived: false });
  const all = ['add', 'in-trash', 'archived', 'add', 'broken-json', 'sidecar', 'sidecar', 'sidecar', 'unused-sidecar'];
  all.push('not-media', 'encrypted');
  expect(plan.map(({ step }) => step)).toEqual(all);
  expect(summaryOf(plan)).toMatchObject({
    ...{ kinds: { photo: 1, video: 1, sound: 0 }, bytes: 20, dated: 1, captioned: 1, favourites: 1, undescribed: 1 },
    ...{ inTrash: 1, archived: 1, unreadable: [{ file: { name: 'locked.jpg' }, step: 'encrypted' }], brokenJson: 1 },
  });
  expect(planImport(files, exported, { withArchived: true })[2]?.step).toBe('add');

  const rows = plan.map(({ file, step }) => ({ file: file.name, step, key: file.name }));
  const lines = linesOf(rows, new Map([['a.jpg', { state: 'failed', code: 'not-media' }]]));
  expect(lines.map(({ state }) => state)).toEqual([
    ...['failed', 'skipped', 'skipped', 'waiting', 'failed'],
    ...['skipped', 'skipped', 'skipped', 'skipped', 'skipped', 'failed'],
  ]);
});

test('plans an iCloud export: its lists describe the photos, which are in several albums; what was hidden or deleted stays out', async () => {
  const row = (name: string, flags: string) => `${name},${flags},"Saturday June 4,2022 12:11 PM GMT"`;
  const texts = {
    'Photo Details.csv': [
      'imgName,favorite,hidden,deleted,originalCreationDate',
      ...[row('a.jpg', 'yes,no,no'), row('h.jpg', 'no,yes,no'), row('d.jpg', 'no,no,yes')],
    ].join('\n'),
    '제주.csv': 'Images\na.jpg',
    '가족.csv': 'Images\na.jpg',
  };
  const media = ['a.jpg', 'h.jpg', 'd.jpg', 'other.jpg'].map((name) => ({
    name,
    folder: 'Part 1/Photos',
    type: 'media',
  }));
  const lists = Object.keys(texts).map((name, n) => ({
    ...{ name, folder: n === 0 ? 'Part 1/Photos' : 'Part 1/Albums', type: 'not-media' },
  }));
  const files = [...media, ...lists].map((file): PlannableFile => ({ ...file, size: 10 }));
  const plan = planImport(files, await read(files, texts), { withArchived: true });
  expect(plan.map(({ step }) => step)).toEqual(['add', 'hidden', 'in-trash', 'add', 'sidecar', 'sidecar', 'sidecar']);
  expect(plan[0]).toMatchObject({
    ...{ albums: ['제주', '가족'], isFavourite: true, describedBy: { name: 'Photo Details.csv' } },
    sidecar: { takenAt: Date.UTC(2022, 5, 4, 12, 11) },
  });
  const summary = { dated: 1, favourites: 1, albums: ['제주', '가족'], undescribed: 1, hidden: 1, inTrash: 1 };
  expect(summaryOf(plan)).toMatchObject(summary);
});

test('names the parts that are missing, of each export', () => {
  const names = [
    'takeout-20240712T112341Z-1-001.zip',
    'takeout-20240712T112341Z-1-004.zip',
    'takeout-2-001.zip',
    'x-003.zip',
    'iCloud Photos Part 1 of 3.zip',
    'iCloud Photos Part 2 of 3.zip',
  ];
  const missing = [2, 3].map((n) => `takeout-20240712T112341Z-1-00${String(n)}.zip`);
  expect(missingParts(names)).toEqual([...missing, 'iCloud Photos Part 3 of 3.zip']);
});

test('a report that was stored before `json` became `sidecar` skips what describes others, too', () => {
  const rows = [{ file: 'a.jpg.json', step: 'json' }] as const;
  expect(linesOf(rows, new Map())).toEqual([{ file: 'a.jpg.json', state: 'skipped', code: 'sidecar' }]);
});

test('a spreadsheet takes no file name for a formula', () => {
  expect(csvOf([{ file: '=HYPERLINK("x")', state: 'added' }])).toContain(`"'=HYPERLINK(""x"")","added"`);
});
