import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { calc_s2, get_buffer, initSync, new_buffer } from 'calc-s2-rust/calc_s2_rust.js';
import sharp from 'sharp';

/** The side of the scored centre of an image in pixels: scoring takes seconds per megapixel. */
const SIDE = 512;

/** Returns the SSIMULACRA 2 score of an encoded image in its centre: 100 is identical, 90 indistinguishable, 70 good, 50 medium. */
export async function scorer(): Promise<(original: Uint8Array, became: Uint8Array) => Promise<number>> {
  const wasm = initSync(await readFile(createRequire(import.meta.url).resolve('calc-s2-rust/calc_s2_rust_bg.wasm')));
  const hand = (name: string, pixels: Uint8Array): void => {
    new_buffer(name, pixels.length);
    const at = get_buffer(name) >>> 0;
    new Uint8Array(wasm.memory.buffer).set(pixels, at);
  };
  return async (original, became) => {
    const { width, height } = await sharp(original).metadata();
    const side = Math.min(SIDE, width, height);
    const piece = { left: (width - side) >> 1, top: (height - side) >> 1, width: side, height: side };
    const [one, two] = await Promise.all(
      [original, became].map((of) => sharp(of).extract(piece).removeAlpha().raw().toBuffer()),
    );
    if (!one || !two) throw new Error('no pixels');
    // The module logs every buffer.
    const { log } = console;
    console.log = () => undefined;
    try {
      hand('original', one);
      hand('became', two);
      return calc_s2('original', 'became', side, side);
    } finally {
      console.log = log;
    }
  };
}
