import { render } from '@testing-library/svelte';
import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import { hueOf } from './avatar-letters.ts';
import Avatar from './Avatar.svelte';

test.each([
  ['박영희', '영희'],
  ['박영희'.normalize('NFD'), '영희'],
  ['지우', '지우'],
  ['할머니', '할'],
  ['고모부', '고'],
  ['남궁민수', '남'],
  [' john', 'j'],
  ['👩‍👧 엄마', '👩‍👧'],
  ['', ''],
])('the letters of %s are %s', (name, letters) => {
  const { container } = render(Avatar, { name });
  expect(container.textContent.trim()).toBe(letters);
});

test('a person has one of five hues, however the name is written', () => {
  expect(hueOf('박영희')).toBe(hueOf(' 박영희'.normalize('NFD')));
  expect(new Set(['a', 'b', 'c', 'd', 'e'].map(hueOf)).size).toBe(5);
});

test('shows the letters if the photo does not load', () => {
  const { container } = render(Avatar, { name: '박영희', src: '/face.jpg' });
  container.querySelector('img')?.dispatchEvent(new Event('error'));
  flushSync();
  expect(container.querySelector('img')).toBeNull();
  expect(container.textContent.trim()).toBe('영희');
});
