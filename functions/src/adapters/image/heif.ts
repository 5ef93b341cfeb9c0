import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { ProcessingError, type Size } from '@maru/model';
import type { HeifAnswer, HeifPixels, HeifQuestion } from './heif-worker.ts';

/** The slowest that is still a photo: 50 megapixels take 5 s on one core. */
const PATIENCE_MS = 60_000;

// From source by Node's own type stripping, or from the bundle beside it.
const here = import.meta.url;
const WORKER = new URL(here.endsWith('.ts') ? './heif-worker.ts' : './heif-worker.js', here);

/** libheif's code, compiled once a process: a thread that comes later begins with what the compiler has made fast by then. */
const CODE = readFile(createRequire(here).resolve('libheif-js/libheif-wasm/libheif.wasm')).then((bytes) =>
  WebAssembly.compile(bytes),
);

/** Decodes the primary picture of a HEIC, to be shown so large, in a thread of its own, so that it can be bounded and ended; throws Refusal. */
export async function decodeHeif(file: string, shown: Size): Promise<HeifPixels> {
  const question: HeifQuestion = { file, shown, code: await CODE };
  const worker = new Worker(WORKER, { workerData: question, stdout: true, stderr: true });
  try {
    const answer = await new Promise<HeifAnswer>((resolve, reject) => {
      const timer = setTimeout(() => resolve({ failure: 'took-too-long' }), PATIENCE_MS);
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`the HEIC decoder ended with ${code}`));
      });
    });
    if ('failure' in answer) throw new ProcessingError(answer.failure);
    return answer;
  } finally {
    await worker.terminate();
  }
}
