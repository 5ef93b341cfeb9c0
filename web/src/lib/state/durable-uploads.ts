import { isVolatile, type Upload } from '@maru/model/upload/state';

/** Tells when uploads would no longer be lost with the window. */
export class DurableUploads {
  #waiting: { readonly ids: readonly string[]; readonly resolve: () => void }[] = [];

  /** Resolves when each of these uploads is stored on the device, sent, or over. */
  whenDurable(ids: readonly string[]): Promise<void> {
    return new Promise((resolve) => this.#waiting.push({ ids, resolve }));
  }

  /** Reports all uploads after a change. */
  update(uploads: readonly Upload[]): void {
    if (this.#waiting.length === 0) return;
    const lost = new Set(uploads.filter(isVolatile).map(({ id }) => id));
    this.#waiting = this.#waiting.filter(({ ids, resolve }) => {
      if (ids.some((id) => lost.has(id))) return true;
      resolve();
      return false;
    });
  }
}
