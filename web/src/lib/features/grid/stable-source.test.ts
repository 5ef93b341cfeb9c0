import { cleanup, fireEvent, render } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import Picture from './Picture.svelte';

const urlOf = (name: string, token: string): string => `https://pictures.example/o/${name}?alt=media&token=${token}`;
const image = (): HTMLImageElement => {
  const img = document.querySelector('img');
  if (!img) throw new Error('no picture');
  return img;
};
afterEach(cleanup);

test('a picture that came is not asked for again when only its token changes', async () => {
  const { rerender } = render(Picture, { src: urlOf('one', 'old') });
  await fireEvent.load(image());
  await rerender({ src: urlOf('one', 'new') });
  expect(image().src).toBe(urlOf('one', 'old'));
  expect(image().className).toContain('there');
  await rerender({ src: urlOf('two', 'new') });
  expect(image().src).toBe(urlOf('two', 'new'));
});

test('one that has not come yet, or was refused, takes the new token at once', async () => {
  const { rerender } = render(Picture, { src: urlOf('three', 'old') });
  await rerender({ src: urlOf('three', 'new') });
  expect(image().src).toBe(urlOf('three', 'new'));
  await fireEvent.error(image());
  expect(document.querySelector('img')).toBeNull();
  await rerender({ src: urlOf('three', 'newer') });
  expect(image().src).toBe(urlOf('three', 'newer'));
});
