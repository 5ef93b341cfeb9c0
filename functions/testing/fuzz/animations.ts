import { ascii, u16, u32 } from './formats/box.ts';
import { family, type HostileFile, type ValidFiles } from './hostile-file.ts';
import { chunk, png, zeros } from './formats/png.ts';
import { withChunks } from './polyglots.ts';

/** The frame count of an animated PNG. */
const control = (frames: number, plays: number): Buffer => chunk('acTL', Buffer.concat([u32(frames), u32(plays)]));
const frame = (n: number, width: number, height: number, x = 0, y = 0): Buffer =>
  chunk('fcTL', Buffer.concat([u32(n), u32(width), u32(height), u32(x), u32(y), u16(1), u16(10), Buffer.from([0, 0])]));
const data = (n: number, body: Buffer): Buffer => chunk('fdAT', Buffer.concat([u32(n), body]));

/** Animated PNGs whose frames do not match their headers: displayed, animated or not. */
export const animations = ({ interlaced, png: whole }: ValidFiles): HostileFile[] =>
  family('animated PNG', ['ready', 'unreadable', 'too-many-pixels'], {
    'four billion frames without data': () => withChunks(whole, control(2 ** 32 - 1, 0)),
    'two frames, one missing': () => withChunks(whole, control(2, 0), frame(0, 320, 240)),
    'no frame': () => withChunks(whole, control(0, 0)),
    'a frame outside the image': () =>
      withChunks(
        whole,
        control(2, 0),
        frame(0, 320, 240),
        frame(1, 9, 9, 2 ** 31 - 1, 2 ** 31 - 1),
        data(2, zeros(90)),
      ),
    'a frame of 4 billion square': () =>
      withChunks(whole, control(2, 0), frame(0, 320, 240), frame(1, 2 ** 32 - 1, 2 ** 32 - 1), data(2, zeros(90))),
    'a frame of noise': () =>
      withChunks(interlaced, control(2, 0), frame(0, 320, 240), frame(1, 320, 240), data(2, ascii('noise'.repeat(99)))),
    'frames in the wrong order': () =>
      withChunks(whole, control(3, 0), frame(9, 320, 240), frame(9, 320, 240), data(1, zeros(90))),
    'a hundred thousand frames': () =>
      png(
        { width: 16, height: 16 },
        { extra: [control(100_000, 0), ...Array.from({ length: 100_000 }, (_, i) => frame(i, 16, 16))] },
      ),
    'a control chunk that is too short': () => withChunks(whole, chunk('acTL', Buffer.alloc(3))),
    'a frame that inflates to 192 MB': () =>
      withChunks(whole, control(2, 0), frame(0, 320, 240), frame(1, 320, 240), data(2, zeros(192 * 2 ** 20))),
  });
