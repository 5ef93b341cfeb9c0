import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readPicasa } from './picasa.ts';
import { listFiles } from '../walk.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maru-picasa-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('reads captions, people, albums and titles of folders, in UTF-8 and in the encoding of an old Windows', async () => {
  const face = (id: string): string => `rect64(3f845bcb59418507),${id}`;
  const faces = [face('8e62398ebda8c1a5'), face('ffffffffffffffff'), face('1')].join(';');
  const home = [
    '[encoding]\r\nutf8=1\r\n[Picasa]\r\nname=설날 1998\r\n[Contacts]\r\n1=someone_lh,4bd750800fb6a6b8',
    '[Contacts2]\r\n8E62398EBDA8C1A5=한상철;sangchul@example.com;',
    `[1.jpg]\r\ncaption=세배 = 첫 번째\r\nfaces=${faces}\r\nalbums=abc,gone\r\nstar=yes`,
    '[hidden.jpg]\r\nhidden=yes\r\n[.album:abc]\r\nname=할머니\r\n[no section\r\nkey without value',
  ].join('\r\n');
  const away = `[Picasa]\nname=똠양꿍 먹은 날\n[2.jpg]\ncaption=펲시\nfaces=${face('8e62398ebda8c1a5')}`;
  const content: Readonly<Record<string, string | Uint8Array>> = {
    ...{ 'a/.picasa.ini': home, 'a/1.jpg': '', 'a/hidden.jpg': '', 'a/other.jpg': '' },
    ...{ 'b/Picasa.ini': iconv.encode(away, 'cp949'), 'b/2.jpg': '', 'c/1.jpg': '', 'c/.hidden.jpg': '' },
  };
  for (const [name, bytes] of Object.entries(content)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  const listed = await listFiles([folder]);
  // Lightroom's caption comes before Picasa's.
  const files = await readPicasa(
    listed.map((file) => (file.name === 'other.jpg' ? { ...file, sidecar: { caption: 'x' } } : file)),
  );
  const found = files.map(({ path, type, sidecar, albums, folderTitle }) => [
    relative(folder, path),
    type,
    { sidecar, albums, folderTitle },
  ]);
  expect(files.filter(({ isFavourite }) => isFavourite).map(({ name }) => name)).toEqual(['1.jpg']);
  const nothing = { sidecar: undefined, albums: undefined, folderTitle: undefined };
  const [one, two] = [{ folderTitle: '설날 1998' }, { folderTitle: '똠양꿍 먹은 날' }];
  expect(found).toEqual([
    ['a/.picasa.ini', 'sidecar', nothing],
    ['a/1.jpg', 'media', { ...one, sidecar: { caption: '세배 = 첫 번째', people: ['한상철'] }, albums: ['할머니'] }],
    ['a/hidden.jpg', 'hidden', nothing],
    ['a/other.jpg', 'media', { ...nothing, ...one, sidecar: { caption: 'x' } }],
    ['b/2.jpg', 'media', { ...nothing, ...two, sidecar: { caption: '펲시', people: ['한상철'] } }],
    ['b/Picasa.ini', 'sidecar', nothing],
    ['c/1.jpg', 'media', nothing],
  ]);
});

it('reads the file of a folder in a ZIP, too', async () => {
  const writer = new ZipWriter(new BlobWriter());
  const content = { '설날/.picasa.ini': '[1.jpg]\ncaption=세배', '설날/1.jpg': '', '설날/.2.jpg': '', '.x/3.jpg': '' };
  for (const [name, text] of Object.entries(content)) await writer.add(name, new TextReader(text));
  await writeFile(join(folder, 'a.zip'), await (await writer.close()).bytes());
  const files = await readPicasa(await listFiles([folder]));
  expect(files.map(({ name, type, sidecar }) => [name, type, sidecar])).toEqual([
    ['.picasa.ini', 'sidecar', undefined],
    ['1.jpg', 'media', { caption: '세배' }],
  ]);
});
