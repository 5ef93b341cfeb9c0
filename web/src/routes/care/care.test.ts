import { readCare, type Display } from '@maru/model/care/care';
import type { LibraryId, Uid } from '@maru/model/ids';
import type { Role } from '@maru/model/library/member';
import { expect, test } from 'vitest';
import { fakeStore } from '#lib/state/album-index/album-index.fake.ts';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import { choiceApplier } from './apply-choices.ts';
import { helperName } from './helped.ts';

const [me, library] = ['me' as Uid, 'l'.repeat(20) as LibraryId];
const care = (value: string, at: number) => readCare({ textSize: { value, by: 'owner', at } });

test('a choice of a helper is applied once, also by two snapshots at once and by a later window', async () => {
  const store = fakeStore();
  const applied: Partial<Display>[] = [];
  const open = () => choiceApplier(store, me, (choice) => void applied.push(choice));
  const apply = open();
  await Promise.all([apply(library, care('large', 1)), apply(library, care('large', 1))]);
  await open()(library, care('large', 1));
  expect(applied).toEqual([{ textSize: 'large' }]);
  await open()(library, care('largest', 2));
  expect(applied).toEqual([{ textSize: 'large' }, { textSize: 'largest' }]);
});

test('names who helps if there is one other owner', async () => {
  const nameWith = (...roles: Role[]) => {
    const people = roles.map((role, n) => ({
      uid: `p${String(n)}` as Uid,
      role,
      member: { name: `이름${String(n)}` },
    }));
    const view = { knownPeople: () => Promise.resolve(people) } as unknown as LibraryView;
    return helperName({ uid: 'p0' as Uid }, view);
  };
  expect(await nameWith('viewer', 'editor', 'owner')).toBe('이름2');
  expect(await nameWith('owner', 'owner')).toBe('이름1');
  expect(await nameWith('owner', 'viewer')).toBeUndefined();
  expect(await nameWith('viewer', 'owner', 'owner')).toBeUndefined();
  expect(await helperName(undefined, undefined)).toBeUndefined();
});
