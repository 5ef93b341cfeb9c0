import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BREAKAGES } from '../broken/list.ts';

test.each(BREAKAGES)('what is broken of $file stands there exactly once: $why', ({ file, from }) => {
  const whole = readFileSync(join(import.meta.dirname, '../..', file), 'utf8');
  expect(whole.split(from)).toHaveLength(2);
});
