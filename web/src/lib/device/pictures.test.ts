import { expect, test, vi } from 'vitest';
import { keepPicturesSeen } from './pictures.ts';
import { keepSeen } from './strategies.ts';

vi.mock(import('./strategies.ts'), async (original) => ({ ...(await original()), keepSeen: vi.fn() }));

test('when the worker takes over, what was asked for before is kept, also what comes only then; the rest it keeps itself', () => {
  let tell: (entries: { name: string; startTime: number }[]) => void = () => undefined;
  const observe = vi.fn();
  const Observer = class {
    constructor(heard: (list: unknown) => void) {
      tell = (entries) => {
        heard({ getEntries: () => entries });
      };
    }
    observe = observe;
  };
  vi.stubGlobal('PerformanceObserver', Observer);
  vi.stubGlobal('caches', {});
  const before = performance.now();
  keepPicturesSeen();
  expect(observe).toHaveBeenCalledWith({ type: 'resource', buffered: true });
  tell([
    { name: 'https://pictures.test/a', startTime: before },
    { name: 'https://pictures.test/b', startTime: performance.now() + 1000 },
  ]);
  expect(vi.mocked(keepSeen).mock.calls.map(([urls]) => urls.map(({ href }) => href))).toEqual([
    ['https://pictures.test/a'],
  ]);
  vi.unstubAllGlobals();
});

test('a browser that keeps nothing just looks', () => {
  vi.stubGlobal('caches', undefined);
  expect(() => {
    keepPicturesSeen();
  }).not.toThrow();
  vi.unstubAllGlobals();
});
