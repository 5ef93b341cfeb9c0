/** The colours of a matrix profile: its primaries in XYZ under D50, and its gamma. */
export interface Colours {
  readonly primaries: readonly (readonly [x: number, y: number, z: number])[];
  readonly gamma: number;
}

/** Adobe RGB (1998), with primaries adapted to D50 (Bradford) as in Adobe's own profile. */
export const ADOBE_RGB: Colours = {
  primaries: [
    [0.6097, 0.3111, 0.0195],
    [0.2053, 0.6257, 0.0609],
    [0.1492, 0.0632, 0.7446],
  ],
  gamma: 563 / 256,
};

/** ProPhoto (ROMM RGB, ISO 22028-2), without the linear segment near black. */
export const PROPHOTO: Colours = {
  primaries: [
    [0.7977, 0.288, 0],
    [0.1352, 0.7119, 0],
    [0.0313, 0.0001, 0.8249],
  ],
  gamma: 461 / 256,
};

const fixed = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(Math.round(value * 65_536));
  return bytes;
};
const xyz = (values: readonly number[]): Buffer => Buffer.concat([Buffer.from('XYZ \0\0\0\0'), ...values.map(fixed)]);

function curve(gamma: number): Buffer {
  const bytes = Buffer.from('curv\0\0\0\0\0\0\0\x01\0\0\0\0', 'latin1');
  bytes.writeUInt16BE(Math.round(gamma * 256), 12);
  return bytes;
}

function description(text: string): Buffer {
  const bytes = Buffer.alloc(12 + text.length + 1 + 78);
  bytes.write('desc', 0, 'latin1');
  bytes.writeUInt32BE(text.length + 1, 8);
  bytes.write(text, 12, 'latin1');
  return bytes;
}

/** Creates an ICC profile (version 2, display class) from its tags. */
function profile(space: 'RGB ' | 'GRAY', tags: readonly (readonly [string, Buffer])[]): Buffer {
  const all = [['desc', description('a test')], ['wtpt', xyz([0.9642, 1, 0.8249])], ...tags] as const;
  const head = Buffer.alloc(132 + 12 * all.length);
  head.writeUInt32BE(0x02_10_00_00, 8);
  head.write(`mntr${space}XYZ `, 12, 'latin1');
  head.write('acsp', 36, 'latin1');
  fixed(0.9642).copy(head, 68);
  fixed(1).copy(head, 72);
  fixed(0.8249).copy(head, 76);
  head.writeUInt32BE(all.length, 128);
  let at = head.length;
  const bodies = all.map(([name, body], i) => {
    head.write(name, 132 + 12 * i, 'latin1');
    head.writeUInt32BE(at, 136 + 12 * i);
    head.writeUInt32BE(body.length, 140 + 12 * i);
    const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
    at += padded.length;
    return padded;
  });
  head.writeUInt32BE(at, 0);
  return Buffer.concat([head, ...bodies]);
}

/** Creates the profile of these colours. */
export const profileOf = ({ primaries, gamma }: Colours): Buffer =>
  profile('RGB ', [
    ...(['r', 'g', 'b'] as const).map((name, i) => [`${name}XYZ`, xyz(primaries[i] ?? [])] as const),
    ...(['r', 'g', 'b'] as const).map((name) => [`${name}TRC`, curve(gamma)] as const),
  ]);

/** Creates a greyscale profile. */
export const greyProfile = (gamma: number): Buffer => profile('GRAY', [['kTRC', curve(gamma)]]);
