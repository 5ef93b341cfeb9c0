import { TEXT_SIZES, type TextSize } from '@maru/model/care/care';
import { onStorageChange, readStorage, writeStorage } from '../web-storage.ts';

const TEXT_KEY = 'maru-text';
const SIMPLE_KEY = 'maru-simple';

/** How the app is shown on this device. app.html reads the same keys before the first paint; base.css does the rest. */
export class Display {
  #textSize = $state<TextSize>('normal');
  #isSimple = $state(false);
  readonly #root: HTMLElement;
  readonly #store: Storage;

  constructor(root: HTMLElement, store: Storage) {
    this.#root = root;
    this.#store = store;
    this.#read();
    for (const key of [TEXT_KEY, SIMPLE_KEY]) onStorageChange(key, () => this.#read());
  }

  get textSize(): TextSize {
    return this.#textSize;
  }

  set textSize(size: TextSize) {
    this.#textSize = size;
    this.#write(TEXT_KEY, size === 'normal' ? undefined : size);
  }

  /** Simple mode: larger text, fewer controls, and nothing that hides or moves by itself. */
  get isSimple(): boolean {
    return this.#isSimple;
  }

  set isSimple(isSimple: boolean) {
    this.#isSimple = isSimple;
    this.#write(SIMPLE_KEY, isSimple ? 'on' : undefined);
  }

  #read(): void {
    const stored = readStorage(this.#store, TEXT_KEY);
    this.#textSize = TEXT_SIZES.find((size) => size === stored) ?? 'normal';
    this.#isSimple = readStorage(this.#store, SIMPLE_KEY) === 'on';
    this.#apply();
  }

  #write(key: string, value: string | undefined): void {
    writeStorage(this.#store, key, value);
    this.#apply();
  }

  #apply(): void {
    const { dataset } = this.#root;
    if (this.#textSize === 'normal') delete dataset['text'];
    else dataset['text'] = this.#textSize;
    if (this.#isSimple) dataset['simple'] = 'on';
    else delete dataset['simple'];
  }
}

/** The display of this window. */
export const display = new Display(document.documentElement, localStorage);
