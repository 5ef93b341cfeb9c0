import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { Slideshow } from './slideshow.svelte.ts';
import SlideshowView from './SlideshowView.svelte';

afterEach(cleanup);

test('a touch on the picture hides the bars, and any key shows them', async () => {
  const onpause = vi.fn<() => void>();
  const { container } = render(SlideshowView, {
    show: new Slideshow({ stay: () => 5000, load: () => Promise.resolve(true) }),
    urlOf: () => '',
    onpause,
    onstop: vi.fn<() => void>(),
    settings: createRawSnippet(() => ({ render: () => '<span></span>' })),
    keepsBars: false,
  });
  const isHidden = () => screen.getByRole('region').classList.contains('hidden');
  await fireEvent.click(container.querySelector('.pictures') as Element);
  expect(isHidden()).toBe(true);
  await fireEvent.keyDown(window, { key: ' ' });
  expect([isHidden(), onpause.mock.calls.length]).toEqual([false, 1]);
});
