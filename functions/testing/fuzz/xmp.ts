import { ascii, u32 } from './formats/box.ts';
import { family, type HostileFile, type ValidFiles } from './hostile-file.ts';
import { segment, withSegments } from './formats/jpeg.ts';
import { chunk } from './formats/png.ts';
import { withChunks } from './polyglots.ts';

const NAMESPACE = ascii('http://ns.adobe.com/xap/1.0/\0');
const EXTENDED = ascii('http://ns.adobe.com/xmp/extension/\0');
const GUID = 'A'.repeat(32);

const packet = (inside: string, prolog = ''): string =>
  `${prolog}<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpNote="http://ns.adobe.com/xmp/note/" ${inside}</rdf:Description></rdf:RDF></x:xmpmeta>`;

const LAUGHS = `<!DOCTYPE x [<!ENTITY l0 "ha">${Array.from({ length: 12 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('')}]>`;
const LONG = `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(20_000)}">]>`;

/** XMP that fits into one JPEG segment. */
const small: Record<string, string> = {
  'a billion laughs': packet('><dc:title>&l12;</dc:title>', LAUGHS),
  'an entity of 20 KB repeated two thousand times': packet(`><dc:title>${'&a;'.repeat(2000)}</dc:title>`, LONG),
  'an entity from a file': packet(
    '><dc:title>&x;</dc:title>',
    '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
  ),
  'an entity from an address': packet(
    '><dc:title>&x;</dc:title>',
    '<!DOCTYPE x [<!ENTITY % x SYSTEM "http://127.0.0.1:9/maru"> %x;]>',
  ),
  'ten thousand nested elements': packet(`>${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}`),
  'ten thousand unclosed elements': packet(`>${'<a>'.repeat(10_000)}`),
  'ten thousand quotes': packet(`a="${"'".repeat(10_000)}`),
  'ten thousand opening brackets': '<x:xmpmeta'.repeat(6000),
  'ten thousand blanks in a tag': packet(`${' '.repeat(50_000)}>`),
  'ten thousand attributes': packet(`${Array.from({ length: 3000 }, (_, i) => `a${i}="1"`).join(' ')}>`),
  'a date of 60 KB': packet(`xmp:CreateDate="${'2'.repeat(60_000)}">`),
  'a date of nothing': packet('xmp:CreateDate="">'),
  'a date that is a script': packet('xmp:CreateDate="&lt;script&gt;alert(1)&lt;/script&gt;">'),
  'dates of 0000 and 171546': packet('xmp:CreateDate="0000-00-00T00:00:00" xmp:ModifyDate="171546-01-01">'),
  'names of object properties': packet('__proto__="1" constructor="2" xmp:__proto__="3" xmp:toString="4">'),
  'a missing extension': packet(`xmpNote:HasExtendedXMP="${GUID}">`),
  'no text at all': '',
  'half a tag': '<x:xmpm',
  'only <': '<'.repeat(60_000),
  'a title of marks and zeros': packet('><dc:title>\ufeff\u0000\u0001\u202e\ud800</dc:title>'),
};

const xmpSegment = (text: string): Buffer => segment(0xe1, Buffer.concat([NAMESPACE, Buffer.from(text)]));

/** One part of an extended packet. */
const extended = (whole: number, at: number, body: Buffer): Buffer =>
  segment(0xe1, Buffer.concat([EXTENDED, ascii(GUID), u32(whole), u32(at), body]));

function huge(text: string): Buffer[] {
  const body = Buffer.from(text);
  const parts: Buffer[] = [xmpSegment(packet(`xmpNote:HasExtendedXMP="${GUID}">`))];
  for (let at = 0; at < body.length; at += 65_000)
    parts.push(extended(body.length, at, body.subarray(at, at + 65_000)));
  return parts;
}

const TEN_MB = 10_000_000;
const DEEP = 20_000;

/** XMP that fits into a text chunk of a PNG: half a megabyte and more. */
const large: Record<string, () => string> = {
  'ten megabytes': () => packet(`><dc:title>${'a'.repeat(TEN_MB)}</dc:title>`),
  'a billion laughs': () => small['a billion laughs'] ?? '',
  'an entity of 20 KB repeated a hundred thousand times': () =>
    packet(`><dc:description>${'&a;'.repeat(100_000)}</dc:description>`, LONG),
  'an entity of 20 KB repeated in a thousand places': () =>
    packet(`>${'<dc:description>&a;&a;&a;&a;</dc:description>'.repeat(5000)}`, LONG),
  'twenty thousand entities': () =>
    packet(
      '><dc:description>&e1;</dc:description>',
      `<!DOCTYPE x [${Array.from({ length: 8000 }, (_, i) => `<!ENTITY e${i} "${'&e;'.repeat(9)}">`).join('')}]>`,
    ),
  'nested lists': () =>
    packet(`><dc:description>${'<rdf:li>'.repeat(DEEP)}a${'</rdf:li>'.repeat(DEEP)}</dc:description>`),
  'nested people': () =>
    packet(`>${'<rdf:li><mwg-rs:Name>'.repeat(DEEP / 2)}a${'</mwg-rs:Name></rdf:li>'.repeat(DEEP / 2)}`),
  'nested descriptions': () =>
    packet(`>${'<dc:description>'.repeat(DEEP / 2)}a${'</dc:description>'.repeat(DEEP / 2)}`),
  'half a megabyte of people': () => packet(`><x><rdf:Bag>${'<rdf:li mwg-rs:Name="a"/>'.repeat(DEEP)}</rdf:Bag></x>`),
  'half a megabyte of <': () => '<'.repeat(500_000),
  'half a megabyte of &': () => packet(`><dc:description>${'&'.repeat(500_000)}</dc:description>`),
  'half a megabyte of comments': () => '<!---->'.repeat(70_000),
  'half a megabyte of unclosed comments': () => '<!--'.repeat(120_000),
  'half a megabyte of CDATA': () => '<![CDATA['.repeat(50_000),
  'half a megabyte of quotes': () => packet(`a="${"'".repeat(500_000)}`),
  'half a megabyte of blanks': () => packet(`${' '.repeat(500_000)}>`),
  'half a megabyte of attributes': () => packet(`${Array.from({ length: 30_000 }, (_, i) => `a${i}="1"`).join(' ')}>`),
  'half a megabyte of the same attribute': () => packet(`${'a="1" '.repeat(80_000)}>`),
  'a doctype in a doctype': () => '<!DOCTYPE x ['.repeat(30_000),
};

const inPng = (png: Buffer): Record<string, () => Buffer> =>
  Object.fromEntries(
    Object.entries(large).map(([name, of]) => [
      `${name}, in a PNG`,
      () => withChunks(png, chunk('iTXt', Buffer.concat([ascii('XML:com.adobe.xmp\0\0\0\0\0'), Buffer.from(of())]))),
    ]),
  );

/** Hostile XMP: the photo is displayed nevertheless. */
export const xmp = ({ jpeg, interlaced }: ValidFiles): HostileFile[] => [
  ...family(
    'XMP',
    ['ready'],
    Object.fromEntries(Object.entries(small).map(([name, text]) => [name, () => withSegments(jpeg, xmpSegment(text))])),
    { like: 'jpeg' },
  ),
  ...family(
    'XMP',
    ['ready'],
    {
      'ten megabytes in many parts': () =>
        withSegments(jpeg, ...huge(packet(`><dc:title>${'a'.repeat(TEN_MB)}</dc:title>`))),
      'ten megabytes of elements': () => withSegments(jpeg, ...huge(packet(`>${'<dc:a/>'.repeat(TEN_MB / 7)}`))),
      'a part of 4 GB': () =>
        withSegments(
          jpeg,
          xmpSegment(packet(`xmpNote:HasExtendedXMP="${GUID}">`)),
          extended(2 ** 32 - 1, 2 ** 32 - 100, Buffer.alloc(99, 65)),
        ),
      'the same part ten thousand times': () =>
        withSegments(jpeg, ...Array.from({ length: 10_000 }, () => extended(900, 0, Buffer.alloc(900, 65)))),
      'three hundred packets': () =>
        withSegments(jpeg, ...Array.from({ length: 300 }, () => xmpSegment(packet('xmp:Rating="5">')))),
    },
    { like: 'jpeg' },
  ),
  ...family('XMP', ['ready', 'unreadable'], inPng(interlaced)),
];
