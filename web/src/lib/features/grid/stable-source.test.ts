import { cleanup, fireEvent, render } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import Thumbnail from './Thumbnail.svelte';

const urlOf = (name: string, token: string): string => `https://pictures.example/o/${name}?alt=media&token=${token}`;
const image = (): HTMLImageElement => {
  const img = document.querySelector('img');
  if (!img) throw new Error('no image');
  return img;
};
afterEach(cleanup);

test('does not reload an image when only its token changes', async () => {
  const { rerender } = render(Thumbnail, { src: urlOf('one', 'old') });
  await fireEvent.load(image());
  await rerender({ src: urlOf('one', 'new') });
  expect(image().src).toBe(urlOf('one', 'old'));
  expect(image().className).toContain('loaded');
  await rerender({ src: urlOf('two', 'new') });
  expect(image().src).toBe(urlOf('two', 'new'));
});

test('uses a new token at once if the image is not loaded or failed', async () => {
  const { rerender } = render(Thumbnail, { src: urlOf('three', 'old') });
  await rerender({ src: urlOf('three', 'new') });
  expect(image().src).toBe(urlOf('three', 'new'));
  await fireEvent.error(image());
  expect(document.querySelector('img')).toBeNull();
  await rerender({ src: urlOf('three', 'newer') });
  expect(image().src).toBe(urlOf('three', 'newer'));
});
