import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { ProcessingError, type Size } from '@maru/model';
import type { HeifResponse, HeifPixels, HeifRequest } from './heif-worker.ts';

/** 50 megapixels, the limit, take 5 s on one core. */
const TIMEOUT_MS = 60_000;

// Source run by Node's type stripping, or the bundle.
const here = import.meta.url;
const WORKER = new URL(here.endsWith('.ts') ? './heif-worker.ts' : './heif-worker.js', here);

/** libheif's WebAssembly, compiled once per process: later threads start with the optimized code. */
const CODE = readFile(createRequire(here).resolve('libheif-js/libheif-wasm/libheif.wasm')).then((bytes) =>
  WebAssembly.compile(bytes),
);

/** Decodes the primary image of a HEIC for display at `shown` in a worker thread, which can be limited and terminated; throws ProcessingError. */
export async function decodeHeif(file: string, shown: Size): Promise<HeifPixels> {
  const question: HeifRequest = { file, shown, code: await CODE };
  const worker = new Worker(WORKER, { workerData: question, stdout: true, stderr: true });
  try {
    const answer = await new Promise<HeifResponse>((resolve, reject) => {
      const timer = setTimeout(() => resolve({ failure: 'timed-out' }), TIMEOUT_MS);
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`the HEIC decoder exited with code ${code}`));
      });
    });
    if ('failure' in answer) throw new ProcessingError(answer.failure);
    return answer;
  } finally {
    await worker.terminate();
  }
}
