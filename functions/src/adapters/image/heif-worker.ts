import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { MAX_HEIC_PIXELS, type Failure, type Size } from '@maru/model';
import { halved } from './downsample.ts';

/** Pixels as displayed (libheif turns them), all or half of them a side: RGB, or RGBA where the picture can be seen through. */
export interface HeifPixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly data: ArrayBuffer;
}

/** What the worker is asked: a file, and libheif's code, compiled. */
export interface HeifQuestion {
  readonly file: string;
  /** How large it is shown at most. */
  readonly shown: Size;
  readonly code: WebAssembly.Module;
}

/** What the worker answers: pixels, or why there are none. */
export type HeifAnswer = HeifPixels | { readonly failure: Failure };

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

/** So many times as large as it is shown, a picture is halved: a quarter of it leaves libheif's memory, and nobody sees a difference. */
const HALVED_FROM = 4;

async function decode({ file, shown, code }: HeifQuestion): Promise<HeifAnswer> {
  capMemory();
  const { default: start } = await import('libheif-js/libheif-wasm/libheif.js');
  const instantiateWasm: Parameters<typeof start>[0]['instantiateWasm'] = (imports, done) => {
    const instance = new WebAssembly.Instance(code, imports);
    done(instance, code);
    return instance.exports;
  };
  const libheif = await start({ instantiateWasm });
  const images = new libheif.HeifDecoder().decode(readFileSync(file));
  const image = images.find((one) => one.is_primary()) ?? images[0];
  if (!image) return { failure: 'unreadable' };
  const [width, height] = [image.get_width(), image.get_height()];
  if (width * height > MAX_HEIC_PIXELS) return { failure: 'too-many-pixels' };
  const { heif_chroma: chroma, heif_colorspace: space, heif_channel: channel } = libheif;
  const channels = image.has_alpha_channel() ? 4 : 3;
  const asked = channels === 4 ? chroma.heif_chroma_interleaved_RGBA : chroma.heif_chroma_interleaved_RGB;
  const decoded = await libheif.heif_js_decode_image2(image.handle, space.heif_colorspace_RGB, asked);
  const rows = decoded?.channels?.find(({ id }) => id === channel.heif_channel_interleaved);
  if (rows?.height !== height) return { failure: 'unreadable' };
  if (channels === 3 && width >= HALVED_FROM * shown.width && height >= HALVED_FROM * shown.height) {
    const half = halved(rows, width, height);
    return { ...half, channels, data: half.data.buffer };
  }
  const [row, data] = [width * channels, new Uint8Array(width * height * channels)];
  // Out of libheif's memory once, without what pads its rows.
  if (rows.stride === row) data.set(rows.data.subarray(0, data.length));
  else for (let y = 0; y < height; y++) data.set(rows.data.subarray(y * rows.stride, y * rows.stride + row), y * row);
  return { width, height, channels, data: data.buffer };
}

if (parentPort) {
  const answer = await decode(workerData as HeifQuestion).catch((): HeifAnswer => ({ failure: 'unreadable' }));
  parentPort.postMessage(answer, 'data' in answer ? [answer.data] : []);
}
