import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { noOriginals, noRenditions } from '../../testing/unused-ports.ts';
import type { Originals } from '../ports/objects.ts';
import { rangeServer } from './range-server.ts';

const bytes = Buffer.from('0123456789');

test('serves ranges of one object while it is used, and nothing else', async () => {
  const asked: unknown[] = [];
  const read: Originals['read'] = (name, { start, end }) => {
    asked.push([name, start, end]);
    return Readable.from([bytes.subarray(start, end + 1)]);
  };
  const server = rangeServer({ read }, noRenditions);
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

test('serves parts of renditions as one object', async () => {
  const asked: unknown[] = [];
  const read: Originals['read'] = (name, { start, end }) => {
    asked.push([name, start, end]);
    return Readable.from([bytes.subarray(start, end + 1)]);
  };
  const parts = [
    { name: 'a', offset: 0, length: 2 },
    { name: 'a', offset: 5, length: 3 },
    { name: 'b', offset: 1, length: 4 },
  ];
  await rangeServer(noOriginals, { read }).withRenditions(parts, async (url) => {
    const get = async (range: string) => (await fetch(url, { headers: { range } })).text();
    expect(await get('bytes=0-')).toBe('015671234');
    expect(asked).toEqual([
      ['a', 0, 1],
      ['a', 5, 7],
      ['b', 1, 4],
    ]);
    expect([await get('bytes=1-3'), await get('bytes=4-4'), await get('bytes=5-99')]).toEqual(['156', '7', '1234']);
    expect((await fetch(url, { headers: { range: 'bytes=9-' } })).status).toBe(416);
  });
});

test('a reader that leaves ends the reading; a failure ends the connection, not the server', async () => {
  let [open, isBroken] = [0, false];
  const read = () => {
    open += 1;
    const endless = new Readable({
      read() {
        if (isBroken) this.destroy(new Error('gone'));
        else this.push(Buffer.alloc(1 << 16));
      },
    });
    return endless.once('close', () => (open -= 1));
  };
  const server = rangeServer({ read }, noRenditions);
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
