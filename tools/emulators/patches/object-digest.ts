import { createHash } from 'node:crypto';
import { createCRC32 } from 'hash-wasm';

/** The Castagnoli polynomial, reversed. */
const CRC32C = 0x82f63b78;
// One instance whose state is exchanged, because an instance cannot be created synchronously.
const crc = await createCRC32(CRC32C);
const EMPTY = crc.init().save();

/** The size, MD5 and CRC32C of an object whose bytes arrive piece by piece. */
export class ObjectDigest {
  #md5 = createHash('md5');
  #crc = EMPTY;
  #size = 0;

  update(bytes: Uint8Array): void {
    this.#md5.update(bytes);
    this.#crc = crc.load(this.#crc).update(bytes).save();
    this.#size += bytes.byteLength;
  }

  /** A digest of the same bytes, which continues by itself. */
  copy(): ObjectDigest {
    const copy = new ObjectDigest();
    copy.#md5 = this.#md5.copy();
    copy.#crc = this.#crc;
    copy.#size = this.#size;
    return copy;
  }

  get size(): number {
    return this.#size;
  }

  /** As the Storage emulator stores them: MD5 in base64, CRC32C as a decimal number. */
  get hashes(): { readonly md5Hash: string; readonly crc32c: string } {
    const crc32c = Number.parseInt(crc.load(this.#crc).digest('hex'), 16);
    return { md5Hash: this.#md5.copy().digest('base64'), crc32c: String(crc32c) };
  }
}
