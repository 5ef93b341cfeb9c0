import { render } from '@testing-library/svelte';
import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import Avatar from './Avatar.svelte';

test.each([
  ['박영희', '박'],
  ['박영희'.normalize('NFD'), '박'.normalize('NFD')],
  [' john', 'j'],
  ['👩‍👧 엄마', '👩‍👧'],
  ['', ''],
])('the letter of %s is %s', (name, letter) => {
  const { container } = render(Avatar, { name });
  expect(container.textContent.trim()).toBe(letter);
});

test('shows the letter if the photo does not load', () => {
  const { container } = render(Avatar, { name: '박영희', src: '/face.jpg' });
  container.querySelector('img')?.dispatchEvent(new Event('error'));
  flushSync();
  expect(container.querySelector('img')).toBeNull();
  expect(container.textContent.trim()).toBe('박');
});
