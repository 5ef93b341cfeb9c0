import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const isLinux = process.platform === 'linux';

// In a separate process, because lowering is permanent.
test.runIf(isLinux)('lowers the priority of every thread, later ones included', async () => {
  const file = new URL('./process-priority.ts', import.meta.url).href;
  const { stdout } = await run(process.execPath, [
    '--input-type=module',
    '-e',
    `import { readFileSync, readdirSync } from 'node:fs';
     import { readFile } from 'node:fs/promises';
     const { lowerPriority } = await import('${file}');
     lowerPriority(19);
     await Promise.all(Array.from({ length: 8 }, () => readFile('/proc/self/stat')));
     for (const id of readdirSync('/proc/self/task'))
       console.log(readFileSync('/proc/self/task/' + id + '/stat', 'utf8').split(') ')[1].split(' ')[16]);`,
  ]);
  const nices = stdout.trim().split('\n').map(Number);
  expect(nices.length).toBeGreaterThan(4);
  expect(Math.min(...nices)).toBe(19);
});

test.runIf(isLinux)('ffmpeg runs at a lower priority than everything else', async () => {
  const script = new URL('../video/limits/ffmpeg', import.meta.url).pathname;
  const env = { ...process.env, MARU_FFMPEG_PATH: 'sh' };
  const { stdout } = await run(script, ['-c', 'nice'], { env });
  const own = Number(readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ')[16] ?? 0);
  expect(Number(stdout)).toBe(Math.min(19, own + 5));
});
