import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTempFolder, createVideo, H264, probeVideo } from '../../../testing/videos.ts';
import { videoMetadata } from '../../metadata/metadata.ts';
import { timeOfAvchd, timeOfDv } from './camcorder-time.ts';
import { readPackets } from './packets.ts';
import { asfCreated } from './video-timestamps.ts';

const folder = createTempFolder();
const LOCAL = '2008-05-03T14:12:40';
const UTC = Date.UTC(2008, 4, 3, 5, 12, 40);

/** Overwrites bytes after a text; throws if there is none. */
function patched(bytes: Buffer, text: string, by: Buffer, skip = 0): Buffer {
  const at = bytes.indexOf(text, 0, 'latin1');
  if (at < 0) throw new Error(`no ${text}`);
  by.copy(bytes, at + skip);
  return bytes;
}

const chunk = (id: string, size: number): Buffer => {
  const head = Buffer.from(`${id}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(size, 4);
  return head;
};

/** Puts an IDIT before the rest of an AVI's padding. */
const withIdit = (text: string) => (avi: Buffer) => {
  const size = avi.readUInt32LE(avi.indexOf('JUNK', 0, 'latin1') + 4);
  const date = Buffer.alloc(26);
  date.write(`${text}\n`, 'latin1');
  return patched(avi, 'JUNK', Buffer.concat([chunk('IDIT', 26), date, chunk('JUNK', size - 34)]));
};

/** The message of an AVCHD camcorder in place of a text, with the byte that H.264 puts into runs of zeros. */
const withMdpm = (avchd: Buffer) =>
  patched(avchd, 'MDPMxxxx', Buffer.from('0318122008051903141240700000030001', 'hex'), 4);

/** The packs of a DV camcorder, in the subcode of every frame. */
const withPacks = (dv: Buffer) => {
  for (let frame = 0; frame + 144_000 <= dv.length; frame += 144_000) {
    Buffer.from('62ffc3e508', 'hex').copy(dv, frame + 80 + 6);
    Buffer.from('63ffc09254', 'hex').copy(dv, frame + 80 + 6 + 8);
  }
  return dv;
};

const CREATED = ['-metadata', 'creation_time=2008-05-03T05:12:40Z'];
const MPEG4 = ['-c:v', 'mpeg4'];
const DV = ['-c:v', 'dvvideo', '-pix_fmt', 'yuv420p'];
const UUID = '17ee8c60f84d11d98cd60800200c9a66';
const SEI = [...H264, '-bsf:v', `h264_metadata=sei_user_data=${UUID}+MDPM${'x'.repeat(32)}`];
const asIs = (bytes: Buffer): Buffer => bytes;
const local = { local: LOCAL, precision: 'second', source: 'container' };
const inKorea = { ...local, utc: UTC };
const withOffset = { ...local, offset: 60, utc: Date.UTC(2008, 4, 3, 13, 12, 40) };

test.each<[string, string, readonly string[], (bytes: Buffer) => Buffer, object]>([
  ['an AVI with IDIT', 'a.avi', MPEG4, withIdit('SAT MAY 03 14:12:40 2008'), local],
  ['an AVI with an IDIT of a camera', 'b.avi', MPEG4, withIdit('2008/05/03 14:12:40'), local],
  [
    'an AVI with a date',
    'c.avi',
    [...MPEG4, '-metadata', 'date=2008-05-03'],
    asIs,
    { ...local, local: '2008-05-03T00:00:00', precision: 'day' },
  ],
  ['a WMV', 'a.wmv', ['-c:v', 'wmv2', ...CREATED], asIs, inKorea],
  ['a Matroska file with DateUTC', 'a.mkv', [...H264, ...CREATED], asIs, inKorea],
  [
    'a Matroska file with CREATION_TIME',
    'b.mkv',
    [...H264, '-metadata', 'CREATION_TIMX=2008-05-03T05:12:40Z'],
    (mkv) => patched(mkv, 'CREATION_TIMX', Buffer.from('CREATION_TIME')),
    inKorea,
  ],
  ['a Matroska file with DATE_RECORDED', 'c.mkv', [...H264, '-metadata', `DATE_RECORDED=${LOCAL}`], asIs, local],
  ['QuickTime with ©day', 'a.mov', [...H264, '-metadata', `date=${LOCAL}+01:00`, ...CREATED], asIs, withOffset],
  [
    'QuickTime with a creationdate',
    'b.mov',
    [
      ...[...H264, '-movflags', 'use_metadata_tags', ...CREATED],
      ...['-metadata', `com.apple.quicktime.creationdate=${LOCAL}+01:00`],
    ],
    asIs,
    withOffset,
  ],
  ['AVCHD', 'a.m2ts', [...SEI, '-mpegts_m2ts_mode', '1'], withMdpm, { ...inKorea, offset: 540 }],
  ['DV', 'a.dv', DV, withPacks, local],
])('%s has its date', async (_, name, args, patch, date) => {
  const size = args.includes('dvvideo') ? '720x576' : '160x120';
  const source = ['-f', 'lavfi', '-i', `smptebars=size=${size}:rate=25:duration=0.2`];
  const file = await createVideo(join(folder(), name), ...source, ...args);
  await writeFile(file, patch(await readFile(file)));
  const { timestamps, metadata = {} } = (await probeVideo(file)).probe;
  const context = { named: { fileName: 'video' }, now: Date.UTC(2026, 5, 1), timeZone: 'Asia/Seoul' };
  expect(videoMetadata(timestamps, metadata, context).takenAt).toEqual(date);
});

test('hostile bytes have no date', () => {
  const mdpm = (fields: string): Buffer => Buffer.from(`${UUID}4d44504d${fields}`, 'hex');
  for (const fields of ['', 'ff', 'ff18', '021820', '021812200805', '0218ff200805193f141240', '021812abcdef1903141240'])
    expect(timeOfAvchd(mdpm(fields))).toBeUndefined();
  expect(timeOfAvchd(mdpm('0218ff2008051903ffffff'))).toBe('2008-05-03');
  const frame = Buffer.alloc(144_000, 0xff);
  expect(timeOfDv(frame)).toBeUndefined();
  for (let at = 80; at < 480; at += 80) frame[at] = at < 240 ? 0x3f : 0x5f;
  Buffer.from('62ffc3e508', 'hex').copy(frame, 3 * 80 + 3);
  expect(timeOfDv(frame)).toBe('2008-05-03');
  expect(timeOfDv(frame.subarray(0, 300))).toBeUndefined();
  const endless = Buffer.alloc(64 * 1024);
  expect(asfCreated(endless)).toBeUndefined();
  expect(asfCreated(endless.fill(0xff))).toBeUndefined();
});

test('packets that are too large to be read tell nothing, and the file is not refused for them', async () => {
  const raw = [
    '-f',
    'lavfi',
    '-i',
    'color=size=3840x2160:rate=1:duration=2',
    '-c:v',
    'rawvideo',
    '-pix_fmt',
    'yuv444p',
  ];
  const source = await createVideo(join(folder(), 'raw.avi'), ...raw);
  expect(await readPackets({ source, demuxer: 'avi' }, 3, [])).toEqual([]);
});
