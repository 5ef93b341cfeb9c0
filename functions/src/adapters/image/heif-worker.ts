import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { MAX_HEIC_PIXELS, type Failure, type Size } from '@maru/model';
import { halve } from './downsample.ts';

/** Pixels in display orientation (libheif rotates), at full or half size: RGB, or RGBA if there is an alpha channel. */
export interface HeifPixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly data: ArrayBuffer;
}

/** The request to the worker: a file and the compiled libheif module. */
export interface HeifRequest {
  readonly file: string;
  /** The largest size at which it is displayed. */
  readonly shown: Size;
  readonly code: WebAssembly.Module;
}

/** The response: pixels, or a failure code. */
export type HeifResponse = HeifPixels | { readonly failure: Failure };

// Covers 50 megapixels: 75 MB decoded, 200 MB as RGBA, and intermediate buffers. Bytes.
const MAX_MEMORY = 768 * 1024 * 1024;

/** Limits WebAssembly to `MAX_MEMORY`: growing beyond it fails, and libheif reports out of memory. */
function capMemory(): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the right `this` below
  const grow = WebAssembly.Memory.prototype.grow;
  WebAssembly.Memory.prototype.grow = function (pages: number): number {
    if (this.buffer.byteLength + pages * 65_536 > MAX_MEMORY) throw new RangeError('the image needs too much memory');
    return grow.call(this, pages);
  };
}

/** Decodes at half size if the source is at least this many times the displayed size: a quarter of the memory, no visible difference. */
const HALVE_FROM = 4;

async function decode({ file, shown, code }: HeifRequest): Promise<HeifResponse> {
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
  const requested = channels === 4 ? chroma.heif_chroma_interleaved_RGBA : chroma.heif_chroma_interleaved_RGB;
  const decoded = await libheif.heif_js_decode_image2(image.handle, space.heif_colorspace_RGB, requested);
  const rows = decoded?.channels?.find(({ id }) => id === channel.heif_channel_interleaved);
  if (rows?.height !== height) return { failure: 'unreadable' };
  if (channels === 3 && width >= HALVE_FROM * shown.width && height >= HALVE_FROM * shown.height) {
    const half = halve(rows, width, height);
    return { ...half, channels, data: half.data.buffer };
  }
  const [row, data] = [width * channels, new Uint8Array(width * height * channels)];
  // Copies out of libheif's memory once, without row padding.
  if (rows.stride === row) data.set(rows.data.subarray(0, data.length));
  else for (let y = 0; y < height; y++) data.set(rows.data.subarray(y * rows.stride, y * rows.stride + row), y * row);
  return { width, height, channels, data: data.buffer };
}

if (parentPort) {
  const answer = await decode(workerData as HeifRequest).catch((): HeifResponse => ({ failure: 'unreadable' }));
  parentPort.postMessage(answer, 'data' in answer ? [answer.data] : []);
}
