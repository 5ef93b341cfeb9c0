import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { TextReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { xmpPacket } from '../../../tests/media/metadata.ts';
import { listFiles } from '../walk.ts';
import { readXmpSidecars } from './xmp.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maru-xmp-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes these files, and returns what the importer knows about them, by path. */
async function read(content: Readonly<Record<string, string | Uint8Array>>) {
  for (const [name, bytes] of Object.entries(content)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  const files = await readXmpSidecars(await listFiles([folder]));
  return Object.fromEntries(
    files.map(({ path, type, sidecar, matchedBy }) => [
      relative(folder, path).normalize('NFC'),
      type === 'media' ? { sidecar, rule: matchedBy?.rule } : type,
    ]),
  );
}

const dated = (date: string, attributes = ''): string => xmpPacket(`exif:DateTimeOriginal="${date}" ${attributes}`);
const NOTHING = { sidecar: undefined, rule: undefined };

it('reads the date, caption, place and people of Lightroom, darktable and digiKam', async () => {
  const people = '<Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>한상철</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage>';
  const face =
    '<mwg-rs:RegionList><rdf:Bag><rdf:li mwg-rs:Name="영숙" mwg-rs:Type="Face"/></rdf:Bag></mwg-rs:RegionList>';
  const words = '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">바다</rdf:li></rdf:Alt></dc:description>';
  const place = 'exif:GPSLatitude="37,30.0N" exif:GPSLongitude="127,0.0E"';
  const darktable = xmpPacket(
    'exif:DateTimeOriginal="2019:05:03 14:10:00.120" xmp:Rating="5"',
    '<dc:title>산</dc:title>',
  );
  expect(
    await read({
      ['바다.CR2'.normalize('NFD')]: '',
      '바다.xmp': xmpPacket(`photoshop:DateCreated="1987-08" exif:GPSLatitude="0,0N" exif:GPSLongitude="0,0E"`, words),
      'b/IMG_1.JPG': '',
      'b/img_1.jpg.XMP': darktable,
      'c/1.mp4': '',
      'c/1.mp4.xmp': `\ufeff${xmpPacket(place, people + face)}`,
    }),
  ).toEqual({
    '바다.CR2': { sidecar: { date: '1987-08', caption: '바다' }, rule: 'no-extension' },
    '바다.xmp': 'sidecar',
    'b/IMG_1.JPG': { sidecar: { date: '2019:05:03 14:10:00.120', caption: '산' }, rule: 'name' },
    'b/img_1.jpg.XMP': 'sidecar',
    'c/1.mp4': { sidecar: { place: { latitude: 37.5, longitude: 127 }, people: ['영숙', '한상철'] }, rule: 'name' },
    'c/1.mp4.xmp': 'sidecar',
  });
});

it('gives a file the sidecar of its whole name before that of its stem, of its own folder, and for its extension', async () => {
  expect(
    await read({
      'a/1.jpg': '',
      'a/1.mov': '',
      'a/1.jpg.xmp': dated('2001'),
      'a/1.xmp': dated('2002'),
      'b/1.jpg': '',
      'c/1.NEF': '',
      'c/1.jpg': '',
      'c/1.xmp': dated('2003', 'photoshop:SidecarForExtension="NEF"'),
      'c/2.xmp': dated('2004'),
    }),
  ).toEqual({
    'a/1.jpg': { sidecar: { date: '2001' }, rule: 'name' },
    'a/1.mov': { sidecar: { date: '2002' }, rule: 'no-extension' },
    'a/1.jpg.xmp': 'sidecar',
    'a/1.xmp': 'sidecar',
    'b/1.jpg': NOTHING,
    'c/1.NEF': { sidecar: { date: '2003' }, rule: 'no-extension' },
    'c/1.jpg': NOTHING,
    'c/1.xmp': 'sidecar',
    'c/2.xmp': 'unused-sidecar',
  });
});

it('adds the files of hostile sidecars without them', async () => {
  const laughs = Array.from({ length: 20 }, (_, i) => `<!ENTITY a${String(i + 1)} "${`&a${String(i)};`.repeat(10)}">`);
  const hostile = {
    deep: '<rdf:li>'.repeat(200_000),
    laughs: `<!DOCTYPE a [<!ENTITY a0 "ha">${laughs.join('')}]>${dated('&a20;')}`,
    external: `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${xmpPacket('', '<dc:description>&x;</dc:description>')}`,
    large: dated('2001') + ' '.repeat(4 << 20),
    long: dated('2'.repeat(1000)),
  };
  const files = Object.entries(hostile).flatMap(([name, xml]) => [
    [`${name}.jpg`, ''],
    [`${name}.jpg.xmp`, xml],
  ]);
  const found = await read(Object.fromEntries(files) as Record<string, string>);
  expect(JSON.stringify(found)).not.toMatch(/root:|haha|2222/);
  for (const name of ['deep', 'large'])
    expect(found).toMatchObject({ [`${name}.jpg`]: NOTHING, [`${name}.jpg.xmp`]: 'unused-sidecar' });
});

it('reads sidecars in ZIPs', async () => {
  const zip = new ZipWriter<Uint8Array>(new Uint8ArrayWriter());
  await zip.add('a/1.jpg', new TextReader('x'));
  await zip.add('a/1.jpg.xmp', new TextReader(dated('2001')));
  expect(await read({ 'x.zip': await zip.close() })).toEqual({
    'x.zip/a/1.jpg': { sidecar: { date: '2001' }, rule: 'name' },
    'x.zip/a/1.jpg.xmp': 'sidecar',
  });
});
