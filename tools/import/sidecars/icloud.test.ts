import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { instantOf } from '@maru/model';
import { readICloud } from './icloud.ts';
import { listFiles } from '../walk.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maru-icloud-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const HEAD = 'imgName,fileChecksum,favorite,hidden,deleted,originalCreationDate,viewCount,importDate';
const row = (name: string, date: string, flags = 'no,no'): string => `${name},x,no,${flags},"${date}",1,"${date}"`;

it('takes dates from the same folder, albums where a name is clear, and leaves out what was deleted', async () => {
  const [one, two] = ['iCloud Photos Part 1 of 2', 'iCloud Photos Part 2 of 2'];
  const [june, may] = ['Saturday June 4,2022 12:11 PM GMT', 'Monday May 2,2022 12:05 AM GMT'];
  const content: Readonly<Record<string, string>> = {
    [`${one}/Photos/Photo Details.csv`]: [
      HEAD,
      row('"바다, 1.jpg"', june),
      row('IMG_9.JPG', may),
      row('old.jpg', may, 'no,yes'),
      row('private.jpg', may, 'yes,no'),
    ].join('\n'),
    [`${one}/Albums/제주.csv`]: ['Images', '"바다, 1.jpg"', 'IMG_2.JPG', 'IMG_9.JPG', 'gone.jpg'].join('\n'),
    [`${one}/Albums/가족.csv`]: ['imgName', 'IMG_2.JPG'].join('\r\n'),
    [`${one}/Albums/Favorites.csv`]: ['imgName', 'IMG_2.JPG'].join('\n'),
    [`${one}/Albums/Empty.csv`]: '',
    [`${two}/Photos/Photo Details-1.csv`]: `\ufeff${HEAD}\n${row('IMG_2.JPG', june)}\n${row('IMG_9.JPG', june)}`,
  };
  const media = [
    'Photos/바다, 1.jpg'.normalize('NFD'),
    'Photos/IMG_9.JPG',
    'Photos/old.jpg',
    'Photos/private.jpg',
    'Recently Deleted/x.jpg',
  ];
  const paths = [...media.map((name) => `${one}/${name}`), `${two}/Photos/IMG_2.JPG`, `${two}/Photos/IMG_9.JPG`];
  for (const path of [...paths, ...Object.keys(content)]) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), content[path] ?? 'x');
  }
  const files = await readICloud(await listFiles([folder]));
  const known = files.filter(({ name }) => name.toLowerCase().endsWith('.jpg'));
  expect(known.map(({ name, type, albums, sidecar }) => [name, type, albums, sidecar?.takenAt])).toEqual([
    ['IMG_9.JPG', 'media', ['제주'], instantOf(may)],
    ['old.jpg', 'in-trash', undefined, undefined],
    ['private.jpg', 'hidden', undefined, undefined],
    ['바다, 1.jpg', 'media', ['제주'], instantOf(june)],
    ['x.jpg', 'in-trash', undefined, undefined],
    ['IMG_2.JPG', 'media', ['가족', '제주'], instantOf(june)],
    ['IMG_9.JPG', 'media', undefined, instantOf(june)],
  ]);
  expect(files.filter(({ type }) => type === 'sidecar')).toHaveLength(5);
});
