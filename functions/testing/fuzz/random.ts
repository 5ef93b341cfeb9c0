import { createCipheriv, createHash } from 'node:crypto';

/** Deterministic random integers from 0 to below `n`, and bytes. */
export interface Random {
  below: (n: number) => number;
  bytes: (count: number) => Buffer;
}

/** Random values from a seed: the key stream of AES-256 in counter mode, the same on every machine. */
export function seededRandom(seed: string): Random {
  const stream = createCipheriv('aes-256-ctr', createHash('sha256').update(seed).digest(), Buffer.alloc(16));
  const bytes = (count: number): Buffer => stream.update(Buffer.alloc(count));
  return { bytes, below: (n) => bytes(6).readUIntBE(0, 6) % n };
}
