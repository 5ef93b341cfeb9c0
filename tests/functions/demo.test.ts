import { paths, type AlbumId, type LibraryId } from '@maru/model';
import { expect, test } from 'vitest';
import { uploadDemo } from '../../tools/demo/upload-demo.ts';
import { signInAs, useEmulators } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';

const TIMEOUT_MS = 6 * 60_000;
/** Small files: the photos and the video have tests of their own. */
const SIZE = { long: 480, frames: 24 };

async function libraryNamed(name: string): Promise<[LibraryId, Record<string, unknown>]> {
  const found = [...(await inspect.docs(paths.libraries()))].filter(([, library]) => library['name'] === name);
  if (found.length !== 1 || found[0] === undefined)
    throw new Error(`${String(found.length)} libraries have the name ${name}`);
  return found[0] as [LibraryId, Record<string, unknown>];
}

async function albumsOf(library: LibraryId): Promise<Record<string, number>> {
  const albums = await inspect.docs(paths.albums(library));
  const counted = [...albums].map(async ([id, { title }]) => {
    return [String(title), await inspect.count(paths.entries(library, id as AlbumId))] as const;
  });
  return Object.fromEntries(await Promise.all(counted));
}

test(
  'the demo people create their libraries themselves, and a second run adds nothing',
  async () => {
    const lines: string[] = [];
    expect(await uploadDemo(useEmulators(), (line) => lines.push(line), SIZE)).toEqual([]);
    expect(lines.length).toBeGreaterThan(3);

    const [family, { roles }] = await libraryNamed('우리 가족');
    const [auntLibrary] = await libraryNamed('이모네');
    expect(Object.values(roles as object).sort()).toEqual(['editor', 'owner', 'viewer', 'viewer']);
    const albums = { '모든 사진': 17, '제주 여름 2019': 12, '하은이 첫돌': 5, '외가에 보여 줄 사진': 4 };
    expect(await albumsOf(family)).toEqual(albums);
    expect(await albumsOf(auntLibrary)).toEqual({ '모든 사진': 6, '외할머니 댁, 가을과 겨울': 6 });

    const mother = await signInAs('김영숙', { address: 'mother@example.com' });
    const entries = await inspect.docs(paths.entries(family, 'all' as AlbumId));
    const kinds = [...entries.values()].map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'video')).toHaveLength(1);
    const dated = [...entries.values()].filter(({ takenAt }) => takenAt !== undefined);
    expect(dated).toHaveLength(17);
    for (const library of [family, auntLibrary]) {
      const { members } = (await inspect.doc(paths.library(library))) as { members: string[] };
      expect(members).toContain(mother.uid);
    }
    const father = await signInAs('한상철', { address: 'father@example.com' });
    const [circle] = (await inspect.docs(paths.circles(family))).values();
    expect(circle).toEqual({ name: '엄마 쪽', members: [mother.uid] });
    const found = [...(await inspect.docs(paths.albums(family))).values()];
    const shown = found.find(({ title }) => title === '외가에 보여 줄 사진')?.['readers'] as string[];
    expect(shown).toHaveLength(3);
    expect(shown).toContain(mother.uid);
    expect(shown).not.toContain(father.uid);
    await Promise.all([mother.close(), father.close()]);

    lines.length = 0;
    expect(await uploadDemo(useEmulators(), (line) => lines.push(line), SIZE)).toEqual([]);
    expect(lines).toEqual([]);
    expect(await inspect.count(paths.items(family))).toBe(17);
    expect(await inspect.count(paths.circles(family))).toBe(1);
    expect(await albumsOf(family)).toEqual(albums);
    expect(await inspect.count(paths.items(auntLibrary))).toBe(6);
  },
  TIMEOUT_MS,
);
