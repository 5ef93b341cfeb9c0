import type { Attachment } from 'svelte/attachments';

/** After so many milliseconds without input. */
const IDLE_MS = 4000;

/** Whether nobody has touched, typed or moved the mouse for four seconds. A keyboard's focus or an open menu within is input, too. */
export class Idle {
  readonly #idlesByItself: () => boolean;
  #isIdle = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #node: HTMLElement | undefined;

  /** `idlesByItself`: whether time alone makes it idle; otherwise only `sleep` does. */
  constructor(idlesByItself: () => boolean) {
    this.#idlesByItself = idlesByItself;
  }

  get isIdle(): boolean {
    return this.#isIdle;
  }

  /** Watches pointers and the focus on a node. What keys do with it is up to the caller. */
  readonly watch: Attachment<HTMLElement> = (node) => {
    this.#node = node;
    const controller = new AbortController();
    const { signal } = controller;
    const wake = (): void => this.wake();
    // A touch on the picture shows or hides the controls itself.
    const wakeByPointer = (event: PointerEvent): void => {
      if (event.pointerType !== 'touch' || (event.target as Element).closest('button, a, input')) wake();
    };
    for (const type of ['pointermove', 'pointerdown'] as const) node.addEventListener(type, wakeByPointer, { signal });
    node.addEventListener('focusin', wake, { signal });
    wake();
    return () => {
      controller.abort();
      clearTimeout(this.#timer);
    };
  };

  wake(): void {
    this.#isIdle = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#isInUse || !this.#idlesByItself() ? this.wake() : this.sleep()), IDLE_MS);
  }

  /** As if the time were over. */
  sleep(): void {
    clearTimeout(this.#timer);
    this.#isIdle = true;
  }

  get #isInUse(): boolean {
    return (this.#node?.querySelector(':focus-visible, :popover-open') ?? null) !== null;
  }
}
