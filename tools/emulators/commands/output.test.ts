import { expect, test } from 'vitest';
import { OutputMerger } from './output.ts';

test('prints the first suite at once, others when they end, and the next one at once after the first', () => {
  let printed = '';
  const merger = new OutputMerger((chunk) => (printed += chunk.toString()));
  const [one, two, three] = ['one', 'two', 'three'].map((title) => merger.open(title));
  const take = (): string => {
    const all = printed;
    printed = '';
    return all;
  };
  one?.write('a');
  two?.write('b');
  three?.write('c');
  expect(take()).toBe('\n── one ──\na');
  two?.write('b');
  two?.end();
  expect(take()).toBe('\n── two ──\nbb');
  one?.end();
  expect(take()).toBe('\n── three ──\nc');
  three?.write('d');
  expect(take()).toBe('d');
});
