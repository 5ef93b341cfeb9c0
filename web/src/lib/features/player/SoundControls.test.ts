import type { Entry, Uid } from '@maru/model';
import { OVERVIEW_PEAKS, PEAKS } from '@maru/model/media/peaks';
import { cleanup, render } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { Player } from '../../media/player.svelte.ts';
import SoundControls from './SoundControls.svelte';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const sound: Entry = {
  kind: 'sound',
  state: 'ready',
  by: 'mum' as Uid,
  rev: 1,
  token: 't',
  ratio: 1,
  variants: ['sound'],
  addedAt: 1,
  takenAt: { local: '2019-05-03T14:10:00', precision: 'second', source: 'exif' },
  duration: 60,
  waveform: '8'.repeat(OVERVIEW_PEAKS),
};

const barCount = () => Number(document.querySelector('svg[viewBox^="0 -1"]')?.getAttribute('viewBox')?.split(' ')[2]);

test('all peaks are fetched once for a sound, whatever else of it changes', async () => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(5 * PEAKS);
  const fetched = vi
    .spyOn(globalThis, 'fetch')
    .mockImplementation(() => Promise.resolve(new Response(new Uint8Array(PEAKS))));
  const common = { player: new Player(), entry: sound, isLoaded: false, onplay: () => undefined, height: 0 };
  const { rerender } = render(SoundControls, { ...common, peaksUrl: 'https://sounds.example/a/peaks?token=1' });
  expect(barCount()).toBe(OVERVIEW_PEAKS);
  await vi.waitFor(() => expect(barCount()).toBe(PEAKS));
  await rerender({ entry: { ...sound, caption: '할머니' }, peaksUrl: 'https://sounds.example/a/peaks?token=2' });
  expect([barCount(), fetched.mock.calls.length]).toEqual([PEAKS, 1]);
  await rerender({ peaksUrl: 'https://sounds.example/b/peaks?token=3' });
  expect(barCount()).toBe(OVERVIEW_PEAKS);
  await vi.waitFor(() => expect(barCount()).toBe(PEAKS));
  expect(fetched.mock.calls.map(([url]) => url)).toEqual([
    'https://sounds.example/a/peaks?token=1',
    'https://sounds.example/b/peaks?token=3',
  ]);
});
