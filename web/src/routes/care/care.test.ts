import { readCare, type Display } from '@maru/model/care/care';
import type { LibraryId, Uid } from '@maru/model/ids';
import { expect, test } from 'vitest';
import { fakeStore } from '#lib/state/album-index/album-index.fake.ts';
import { choiceApplier } from './apply-choices.ts';

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
