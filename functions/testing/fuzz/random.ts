import { createCipheriv, createHash } from 'node:crypto';

/** Chance that is the same for the same words: whole numbers from 0 to below `n`, and bytes. */
export interface Random {
  below: (n: number) => number;
  bytes: (count: number) => Buffer;
}

/** Chance from a seed: the key stream of AES-256 in counter mode, so that every machine draws the same files. */
export function seededRandom(seed: string): Random {
  const stream = createCipheriv('aes-256-ctr', createHash('sha256').update(seed).digest(), Buffer.alloc(16));
  const bytes = (count: number): Buffer => stream.update(Buffer.alloc(count));
  return { bytes, below: (n) => bytes(6).readUIntBE(0, 6) % n };
}
