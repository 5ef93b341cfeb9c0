import { expect, test } from 'vitest';
import { saveTarget } from './save-target.ts';

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1';
const ANDROID = 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15';

test.each([
  [MAC, 0, 1, 'download'],
  [MAC, 0, 2, 'zip'],
  // An iPad.
  [MAC, 5, 2, 'share-sheet'],
  [IPHONE, 5, 1, 'share-sheet'],
  [ANDROID, 5, 1, 'download'],
  [ANDROID, 5, 30, 'download'],
] as const)('%s, %d touch points, %d files: %s', (userAgent, maxTouchPoints, count, expected) => {
  expect(saveTarget(count, { userAgent, maxTouchPoints })).toBe(expected);
});
