import { expect, test } from 'vitest';
import { groupRecordings, type RecordingFile } from './recordings.ts';

/** A transport stream with one clock value for each packet, in ticks of 90 kHz. */
function transportStream(size: 188 | 192, ticks: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(size * ticks.length);
  for (const [n, tick] of ticks.entries()) {
    const packet = new DataView(bytes.buffer, n * size + size - 188, 188);
    [0x47, 0x01, 0x00, 0x20, 183, 0x10].forEach((byte, at) => packet.setUint8(at, byte));
    packet.setUint32(6, Math.floor(tick / 2));
    packet.setUint8(10, (tick % 2) << 7);
  }
  return bytes;
}

const file = (name: string, bytes: Uint8Array = new Uint8Array(1000), folder?: string): RecordingFile => ({
  ...{ name, folder, size: bytes.length },
  read: (start, end) => Promise.resolve(bytes.subarray(start, end)),
});

const namesOf = async (...files: readonly RecordingFile[]): Promise<string> =>
  (await groupRecordings(files)).map((recording) => recording.map(({ name }) => name).join('+')).join(' ');

test('the files of a title set of a DVD are one recording, without its menu and other title sets', async () => {
  const names = ['VTS_01_3.VOB', 'VTS_01_0.VOB', 'VTS_01_1.VOB', 'vts_01_2.vob', 'VTS_02_1.VOB', 'VIDEO_TS.VOB'];
  expect(await namesOf(...names.map((name) => file(name)))).toBe(
    'VTS_01_0.VOB VTS_01_1.VOB+vts_01_2.vob+VTS_01_3.VOB VTS_02_1.VOB VIDEO_TS.VOB',
  );
});

test('files in different folders, or with a gap in their numbers, are recordings of their own', async () => {
  const files = [file('VTS_01_1.VOB', undefined, 'a'), file('VTS_01_2.VOB', undefined, 'b'), file('VTS_01_4.VOB')];
  expect(await namesOf(...files)).toBe('VTS_01_1.VOB VTS_01_2.VOB VTS_01_4.VOB');
});

test.each([188, 192] as const)(
  'a file continues the one before it if its clock does, in packets of %i bytes',
  async (size) => {
    const wrap = 2 ** 33;
    const files = [
      file('00009.MTS', transportStream(size, [0, 3000, wrap - 3001])),
      file('00010.MTS', transportStream(size, [2000, 90_000, 180_001])),
      file('00011.MTS', transportStream(size, [183_000, 190_000, 200_000])),
      // Another recording, and one whose clock begins anew.
      file('00012.MTS', transportStream(size, [400_000, 500_000, 600_000])),
      file('00013.MTS', transportStream(size, [1000, 2000, 3000])),
    ];
    expect(await namesOf(...files)).toBe('00009.MTS+00010.MTS+00011.MTS 00012.MTS 00013.MTS');
  },
);

test('files that are no transport streams, are empty or cannot be read stay alone', async () => {
  const broken: RecordingFile = { ...file('00002.ts'), read: () => Promise.reject(new Error('gone')) };
  const files = [file('00000.ts'), file('00001.ts', new Uint8Array()), broken, file('00003.ts')];
  expect(await namesOf(...files)).toBe('00000.ts 00001.ts 00002.ts 00003.ts');
});

test('two files of one name are both kept', async () => {
  expect(await namesOf(file('VTS_01_1.VOB'), file('VTS_01_1.VOB'), file('VTS_01_2.VOB'))).toBe(
    'VTS_01_1.VOB VTS_01_1.VOB+VTS_01_2.VOB',
  );
});
