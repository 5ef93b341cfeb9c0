import { afterEach, expect, test, vi } from 'vitest';
import { connectMediaSession } from './lock-screen.ts';

const controls = {
  play: vi.fn(),
  pause: vi.fn(),
  stop: vi.fn(),
  skip: vi.fn(),
  seek: vi.fn(),
  next: vi.fn(),
  previous: vi.fn(),
  queue: { hasOthers: true },
};
const session: { metadata: unknown; setActionHandler: (action: string, handler: unknown) => void } = {
  metadata: null,
  setActionHandler: () => undefined,
};

const Metadata = function (this: object, init: object): void {
  Object.assign(this, init);
};

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

// A browser's own request would be without CORS, and its cached response breaks the image in the grid.
test('requests the poster itself and shows the blob on the lock screen until the player stops', async () => {
  vi.stubGlobal('navigator', { mediaSession: session });
  vi.stubGlobal('MediaMetadata', Metadata);
  const request = vi.fn(() => Promise.resolve(new Response('poster')));
  vi.stubGlobal('fetch', request);
  const revoke = vi.spyOn(URL, 'revokeObjectURL').mockReturnValue(undefined);
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:poster');

  const disconnect = connectMediaSession(controls, {
    title: '바다',
    artist: '아빠',
    posterUrl: 'https://storage/poster',
  });
  const names = { title: '바다', artist: '아빠', album: '' };
  expect(session.metadata).toEqual(names);
  await vi.waitFor(() => expect(session.metadata).toEqual({ ...names, artwork: [{ src: 'blob:poster' }] }));
  expect(request).toHaveBeenCalledExactlyOnceWith('https://storage/poster', expect.anything());

  disconnect();
  expect(session.metadata).toBeNull();
  expect(revoke).toHaveBeenCalledWith('blob:poster');
});

test('headphones go to the next and the previous item, if there are others', () => {
  vi.stubGlobal('navigator', { mediaSession: session });
  vi.stubGlobal('MediaMetadata', Metadata);
  const set = vi.spyOn(session, 'setActionHandler');
  const handlerOf = (action: string) => set.mock.calls.find(([one]) => one === action)?.[1] as (() => void) | undefined;
  connectMediaSession({ ...controls, queue: { hasOthers: false } }, { title: '노래' })();
  expect(handlerOf('nexttrack')).toBeUndefined();
  connectMediaSession(controls, { title: '노래' });
  handlerOf('nexttrack')?.();
  handlerOf('previoustrack')?.();
  expect(controls.next).toHaveBeenCalledOnce();
  expect(controls.previous).toHaveBeenCalledOnce();
});
