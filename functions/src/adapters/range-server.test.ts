import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { rangeServer } from './range-server.ts';

const bytes = Buffer.from('0123456789');

test('serves ranges of one object while it is used, and nothing else', async () => {
  const asked: unknown[] = [];
  const server = rangeServer({
    read: (name, { start, end }) => {
      asked.push([name, start, end]);
      return Readable.from([bytes.subarray(start, end + 1)]);
    },
  });
  const url = await server.withUrl('originals/a/b', bytes.length, async (url) => {
    const get = async (range?: string, method = 'GET'): Promise<unknown[]> => {
      const response = await fetch(url, { method, headers: range === undefined ? {} : { range } });
      const { status, headers } = response;
      return [status, await response.text(), headers.get('content-range'), headers.get('content-length')];
    };
    expect(await get()).toEqual([200, '0123456789', null, '10']);
    expect(await get('bytes=7-')).toEqual([206, '789', 'bytes 7-9/10', '3']);
    expect(await get('bytes=2-4')).toEqual([206, '234', 'bytes 2-4/10', '3']);
    expect(await get('bytes=8-99')).toEqual([206, '89', 'bytes 8-9/10', '2']);
    expect(await get('bytes=10-')).toEqual([416, '', 'bytes */10', null]);
    expect(await get(undefined, 'HEAD')).toEqual([200, '', null, '10']);
    expect(await get('bytes=1-2', 'POST')).toEqual([404, '', null, null]);
    expect((await fetch(new URL('/other', url))).status).toBe(404);
    return url;
  });
  expect(asked).toEqual([0, 7, 2, 8].map((start, n) => ['originals/a/b', start, [9, 9, 4, 9][n]]));
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

test('a reader that leaves ends the reading; a failure ends the connection, not the server', async () => {
  let [open, isBroken] = [0, false];
  const server = rangeServer({
    read: () => {
      open += 1;
      const endless = new Readable({
        read() {
          if (isBroken) this.destroy(new Error('gone'));
          else this.push(Buffer.alloc(1 << 16));
        },
      });
      return endless.once('close', () => (open -= 1));
    },
  });
  await server.withUrl('x', 1e12, async (url) => {
    const response = await fetch(url);
    expect(open).toBe(1);
    await response.body?.cancel();
    await expect.poll(() => open).toBe(0);
    isBroken = true;
    await expect(fetch(url).then((one) => one.text())).rejects.toThrow();
    isBroken = false;
    await fetch(url);
    expect(open).toBe(1);
  });
  await expect.poll(() => open).toBe(0);
});
