import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { birds, clouds, flare, sky, stars, sun } from './draw/air.ts';
import { canvas, put, svgOf, type Canvas } from './draw/canvas.ts';
import { grass, ground, land, skyline, withPeak } from './draw/land.ts';
import { palm } from './draw/plants.ts';
import { melody, SAMPLE_RATE, wav } from './melody.ts';

/** The demo video: size in pixels, frames per second and number of frames (20 seconds). */
export const VIDEO = { width: 1280, height: 720, rate: 24, frames: 480 } as const;
/** The file name of the demo video. */
export const VIDEO_NAME = 'MOV_20190804_193012.mp4';
/** UTC. */
const CREATION_TIME = '2019-08-04T10:30:12Z';

const { width: W, height: H } = VIDEO;
const HORIZON = 430;
const SUN_X = 980;
/** The camera pans by one pixel per frame; the foreground moves twice as fast. */
const FAR_WIDTH = W + VIDEO.frames;
const NEAR_WIDTH = W + VIDEO.frames * 2;

interface Layer {
  readonly width: number;
  readonly pixels: Buffer;
}

async function layerOf(c: Canvas, channels: 3 | 4): Promise<Layer> {
  const image = sharp(Buffer.from(svgOf(c, Math.max(c.width, c.height))), { unlimited: true });
  const pixels = await (channels === 3 ? image.removeAlpha() : image.ensureAlpha()).raw().toBuffer();
  return { width: c.width, pixels };
}

function evening(): Canvas {
  const c = canvas(FAR_WIDTH, H, 20190804);
  sky(c, [0, '#23305f'], [0.22, '#5b4c86'], [0.42, '#cf6f70'], [0.54, '#f9b668'], [0.6, '#ffe3a6']);
  stars(c, 150, 60);
  clouds(c, {
    top: 10,
    bottom: 400,
    cover: 0.62,
    size: 640,
    lit: '#ffa273',
    shade: '#5b4272',
    flat: 4,
    from: [0.05, 0.35],
    opacity: 0.9,
  });
  sun(c, [SUN_X, 372], 40, 520, '#fff6d2', '#ffc46a');
  land(c, withPeak(skyline(c, HORIZON - 2, 14, 300, 0.3), 520, 300, 74, 1.3), '#75475f', '#a25f63', 60);
  birds(c, [700, 120, 1300, 300], 12, '#3a2444');
  flare(c, [SUN_X, 372], 700, '#ffcf8a', 0.35);
  return c;
}

function foreground(): Canvas {
  const c = canvas(NEAR_WIDTH, H, 4);
  ground(c, withPeak(withPeak(skyline(c, 690, 22, 300, 0.3), 330, 420, 56), 1900, 420, 84), '#1d1430', '#0f0a1c', {
    dark: '#0a0614',
    light: '#3a2440',
    amount: 0.5,
    size: 50,
  });
  for (const [x, h, lean] of [
    [240, 470, 60],
    [420, 590, -30],
    [1780, 610, -70],
    [1990, 500, 40],
  ] as const)
    palm(c, [x, 700], h, lean, '#150d22');
  grass(c, { top: 680, bottom: 740, count: 900, tall: 62 }, ['#0f0a1a', '#1a1228']);
  return c;
}

function boat(): Canvas {
  const c = canvas(150, 130, 1);
  put(
    c,
    '<path d="M10 96q64 20 130 0l-18 24H30Z" fill="#2a1b33"/><path d="M70 96V10" stroke="#2a1b33" stroke-width="4"/>',
  );
  put(c, '<path d="M74 14q40 40 46 72H74Z" fill="#f4d9c0"/><path d="M66 22Q38 60 30 86h36Z" fill="#d9a48f"/>');
  return c;
}

const SINE = Float32Array.from({ length: 4096 }, (_, i) => Math.sin((i * Math.PI) / 2048));
/** A sine from a table: the sea needs 350 million of them. */
const fastSine = (radians: number): number => SINE[(radians * (2048 / Math.PI)) & 4095] ?? 0;

/** Draws the sea of one frame: the mirrored sky, distorted by waves, darker towards the viewer. */
function drawSea(frame: Buffer, far: Layer, pan: number, t: number): void {
  for (let y = HORIZON; y < H; y++) {
    const near = (y - HORIZON + 1) / (H - HORIZON);
    const away = Math.log(near + 0.03);
    const swell = Math.sin(away * 24 + t * 2.3) + 0.5 * Math.sin(away * 41 + t * 3.1);
    const base = HORIZON - 4 - (y - HORIZON) * 1.15 + swell * near * 20;
    const side = Math.sin(away * 17 - t * 1.4) * near * 26;
    const tall = 4 + near * 24;
    const step = 1 / (9 + near * 70);
    const deep = 0.24 + near * 0.5;
    const crest = swell > 0.8 ? 14 * (1 - near) : 0;
    const spread = 46 + near * 150;
    for (let x = 0; x < W; x++) {
      const turn = fastSine(x * step + t * 1.7 + away * 30) + fastSine(x * step * 2.3 - t * 1.1 + away * 50);
      const sy = Math.max(2, Math.min(HORIZON - 2, (base + turn * tall) | 0));
      const sx = Math.max(0, Math.min(far.width - 1, (pan + x + side + turn * 5) | 0));
      const from = (sy * far.width + sx) * 3;
      const to = (y * W + x) * 3;
      const aside = (pan + x - SUN_X + turn * 14) / spread;
      const glint =
        aside * aside < 1 ? (1 - aside * aside) * Math.max(0, 0.3 + fastSine(away * 46 + turn * 2.4 + t * 4)) : 0;
      frame[to] = Math.min(255, (far.pixels[from] ?? 0) * (1 - deep) + 34 * deep + crest + glint * 150);
      frame[to + 1] = Math.min(255, (far.pixels[from + 1] ?? 0) * (1 - deep) + 30 * deep + crest + glint * 112);
      frame[to + 2] = Math.min(255, (far.pixels[from + 2] ?? 0) * (1 - deep) + 72 * deep + crest + glint * 52);
    }
  }
}

function overlay(frame: Buffer, layer: Layer, left: number, top: number, rows: number): void {
  const from = Math.max(0, left);
  const to = Math.min(W, left + layer.width);
  for (let y = Math.max(0, top); y < Math.min(H, top + rows); y++) {
    for (let x = from; x < to; x++) {
      const s = ((y - top) * layer.width + (x - left)) * 4;
      const alpha = layer.pixels[s + 3] ?? 0;
      if (alpha === 0) continue;
      const d = (y * W + x) * 3;
      for (let k = 0; k < 3; k++)
        frame[d + k] = ((layer.pixels[s + k] ?? 0) * alpha + (frame[d + k] ?? 0) * (255 - alpha)) / 255;
    }
  }
}

/** Yields the first `count` frames as RGB pixels, row by row. All frames share one buffer. */
export async function* frames(count: number = VIDEO.frames): AsyncGenerator<Buffer> {
  const [far, near, ship] = await Promise.all([layerOf(evening(), 3), layerOf(foreground(), 4), layerOf(boat(), 4)]);
  const frame = Buffer.alloc(W * H * 3);
  for (let i = 0; i < count; i++) {
    const t = i / VIDEO.rate;
    for (let y = 0; y < HORIZON; y++)
      far.pixels.copy(frame, y * W * 3, (y * far.width + i) * 3, (y * far.width + i + W) * 3);
    drawSea(frame, far, i, t);
    overlay(frame, ship, Math.round(900 - i * 1.4), 392 + Math.round(4 * Math.sin(t * 1.9)), 130);
    overlay(frame, near, -2 * i, 0, H);
    yield frame;
  }
}

const encoding = (rate: number): string[] => [
  ...['-nostdin', '-v', 'error', '-y', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${String(W)}x${String(H)}`],
  ...['-r', String(rate), '-i', 'pipe:0', '-f', 'wav', '-i', 'melody.wav', '-c:v', 'libx264', '-preset', 'veryfast'],
  ...['-crf', '22', '-threads', '2', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '128k', '-fflags', '+bitexact'],
  ...['-flags:v', '+bitexact', '-flags:a', '+bitexact', '-metadata', `creation_time=${CREATION_TIME}`],
  ...['-movflags', '+faststart', 'video.mp4'],
];

/**
 * Renders an evening at the sea with a boat as an MP4 with the melody, or the first `count` frames, at `rate` frames per second; rejects with the output of
 * ffmpeg.
 */
export async function renderVideo(
  ffmpeg: string,
  count: number = VIDEO.frames,
  rate: number = VIDEO.rate,
): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'maru-video-'));
  try {
    await writeFile(join(folder, 'melody.wav'), wav(melody().subarray(0, (count / rate) * SAMPLE_RATE)));
    const child = spawn(ffmpeg, encoding(rate), { cwd: folder, stdio: ['pipe', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
    child.stdin.on('error', () => undefined);
    for await (const frame of frames(count)) {
      if (child.exitCode !== null) break;
      // Wait until ffmpeg has read the frame: the next one reuses the buffer.
      await new Promise((resolve) => child.stdin.write(frame, resolve));
    }
    child.stdin.end();
    const code = await ended;
    if (code !== 0) throw new Error(`ffmpeg failed with code ${String(code)}: ${errors.trim()}`);
    return await readFile(join(folder, 'video.mp4'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
