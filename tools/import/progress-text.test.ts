import { expect, test } from 'vitest';
import { messagesOf } from './messages.ts';
import { progressText } from './progress-text.ts';

const GB = 1e9;

test.each([
  [
    'ko_KR.UTF-8',
    '500개 중 20개',
    '초당 2.0 MB, 약 13시간 53분 남음',
    '초당 50.0 MB, 약 33분 남음',
    '인터넷을 기다리고 있어요',
  ],
  ['C', '20 of 500', '2.0 MB/s, about 13 h 53 min left', '50.0 MB/s, about 33 min left', 'waiting for the network'],
])('in %s: counts, then rate and time left, or that it waits', (LANG, count, slow, fast, waiting) => {
  const text = progressText(messagesOf({ LANG }), 500, 100 * GB);
  const at = (seconds: number, sent: number, isWaiting = false): string =>
    text({ sent, finished: 20, isWaiting }, seconds * 1000);
  expect(at(0, 0)).toBe(count);
  expect(at(10, 0.02 * GB)).toBe(`${count}  ${slow.replace('53', '54')}`);
  expect(at(40, 0.08 * GB)).toBe(`${count}  ${slow}`);
  expect(at(41, 0.08 * GB, true)).toBe(`${count}  ${waiting}`);
  for (const seconds of [50, 60, 70, 80]) at(seconds, (seconds - 40) * 0.05 * GB + 0.08 * GB);
  expect(at(110, 3.58 * GB)).toBe(`${count}  ${fast}`);
});
