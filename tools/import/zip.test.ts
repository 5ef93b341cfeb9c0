import {
  TextReader,
  TextWriter,
  Uint8ArrayReader,
  Uint8ArrayWriter,
  ZipWriter,
  type ZipWriterAddDataOptions,
} from '@zip.js/zip.js';
import { expect, test } from 'vitest';
import { BadZip, type ZipRange } from '@maru/model';
import { readZip, type ZipEntry } from './zip.ts';

const MIB = 1 << 20;

/** A file that counts the bytes that are read of it. */
class CountedBlob extends Blob {
  read = 0;
  override slice(start = 0, end = this.size): Blob {
    this.read += Math.min(end, this.size) - start;
    return super.slice(start, end);
  }
}

const fileOf = (zip: Uint8Array): CountedBlob => new CountedBlob([new Uint8Array(zip)]);

const bytesOf = (ascii: string): Uint8Array => Uint8Array.from(ascii, (letter) => letter.charCodeAt(0));
const textAt = (zip: Uint8Array, range: ZipRange | undefined): string | undefined =>
  range && String.fromCharCode(...zip.subarray(range.start, range.end));

async function zipOf(
  ...files: readonly (readonly [path: string, content: Uint8Array | string, options?: ZipWriterAddDataOptions])[]
): Promise<Uint8Array> {
  const writer = new ZipWriter<Uint8Array>(new Uint8ArrayWriter());
  for (const [path, content, options] of files)
    await writer.add(
      path,
      typeof content === 'string' ? new TextReader(content) : new Uint8ArrayReader(content),
      options,
    );
  return writer.close();
}

async function inflated(entry: ZipEntry | undefined): Promise<string> {
  const writer = new TextWriter();
  await entry?.inflate(writer);
  return writer.getData();
}

const stored = { level: 0 };

test('lists files, finds stored ones inside the ZIP, and inflates others', async () => {
  const words = '가나다 '.repeat(1000);
  const name = `Takeout/${'설악산'.normalize('NFD')}.json`;
  const zip = await zipOf(['../a.jpg', bytesOf('stored'), stored], [name, words, { level: 6, zip64: true }]);
  const [a, b] = await readZip(fileOf(zip));
  expect([a?.path, a?.size, b?.path, b?.size]).toEqual(['../a.jpg', 6, name, 10_000]);
  expect(textAt(zip, await a?.range())).toBe('stored');
  expect(await b?.range()).toBeUndefined();
  expect([await inflated(a), await inflated(b)]).toEqual(['stored', words]);
});

test('reads only the directory, also of a large ZIP', async () => {
  const zip = fileOf(await zipOf(['tape.mov', new Uint8Array(20 * MIB), stored]));
  const [tape] = await readZip(zip);
  expect(zip.read).toBeLessThan(MIB);
  const { start = 0, end = 0 } = (await tape?.range()) ?? {};
  expect(end - start).toBe(20 * MIB);
});

test('an encrypted file or a bomb is named, and never opened', async () => {
  const zip = await zipOf(['secret.jpg', bytesOf('x'), { password: 'p' }], ['bomb.jpg', new Uint8Array(65 * MIB)]);
  const entries = await readZip(fileOf(zip));
  expect(entries.map(({ problem }) => problem)).toEqual(['encrypted', 'zip-bomb']);
  for (const entry of entries) {
    await expect(entry.range()).rejects.toThrow(BadZip);
    await expect(inflated(entry)).rejects.toThrow(BadZip);
  }
});

test('a file that has more bytes than the directory says is damaged', async () => {
  const zip = Buffer.from(await zipOf(['a.jpg', new Uint8Array(MIB)]));
  // Its size in the directory, which the local header repeats.
  zip.writeUInt32LE(1000, zip.indexOf('PK\u0001\u0002', 0, 'latin1') + 24);
  zip.writeUInt32LE(1000, 22);
  const [entry] = await readZip(fileOf(zip));
  expect(entry?.size).toBe(1000);
  await expect(inflated(entry)).rejects.toThrow(/size/);
});

test('what is cut off or no ZIP is refused, and so is a file that is damaged', async () => {
  const zip = await zipOf(['a.jpg', bytesOf('a'.repeat(5000))], ['b.jpg', bytesOf('b'), stored]);
  await expect(readZip(fileOf(zip.subarray(0, -30)))).rejects.toThrow(BadZip);
  await expect(readZip(fileOf(bytesOf('not a ZIP')))).rejects.toThrow(BadZip);
  const [a, b] = await readZip(fileOf(zip.fill(0xff, 32, 60)));
  await expect(inflated(a)).rejects.toThrow();
  const [, cut] = await readZip(fileOf(zip.slice().fill(0, 60, zip.length - 200)));
  await expect(cut?.range()).rejects.toThrow(BadZip);
  expect(textAt(zip, await b?.range())).toBe('b');
});
