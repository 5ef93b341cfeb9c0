import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { MAX_HEIC_PIXELS, type Failure } from '@maru/model';

/** What the worker answers: pixels in RGBA as displayed (libheif turns them), or why there are none. */
export type HeifAnswer =
  { readonly width: number; readonly height: number; readonly data: ArrayBuffer } | { readonly failure: Failure };

// 50 megapixels take 75 MB as they are coded, 200 MB as RGBA and some in between; what asks for more is no photo.
const MAX_MEMORY = 768 * 1024 * 1024;

/** Holds WebAssembly to `MAX_MEMORY`: a growth beyond it fails, and libheif says that it is out of memory. */
function capMemory(): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is bound to the memory at hand below
  const grow = WebAssembly.Memory.prototype.grow;
  WebAssembly.Memory.prototype.grow = function (pages: number): number {
    if (this.buffer.byteLength + pages * 65_536 > MAX_MEMORY)
      throw new RangeError('a picture asks for too much memory');
    return grow.call(this, pages);
  };
}

async function decode(file: string): Promise<HeifAnswer> {
  capMemory();
  const { default: libheif } = await import('libheif-js/wasm-bundle.js');
  const images = new libheif.HeifDecoder().decode(readFileSync(file));
  const image = images.find((one) => one.is_primary()) ?? images[0];
  if (!image) return { failure: 'unreadable' };
  const [width, height] = [image.get_width(), image.get_height()];
  if (width * height > MAX_HEIC_PIXELS) return { failure: 'too-many-pixels' };
  const target = { data: new Uint8ClampedArray(width * height * 4), width, height };
  const shown = await new Promise((resolve) => image.display(target, resolve));
  return shown === null ? { failure: 'unreadable' } : { width, height, data: target.data.buffer };
}

const answer = await decode(String(workerData)).catch((): HeifAnswer => ({ failure: 'unreadable' }));
parentPort?.postMessage(answer, 'data' in answer ? [answer.data] : []);
