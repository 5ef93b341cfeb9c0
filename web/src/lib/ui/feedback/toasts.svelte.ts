import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';

/** A short message over the page. */
export interface Toast {
  readonly id: number;
  readonly kind: 'info' | 'good' | 'warn' | 'bad';
  readonly text: string;
  readonly action?: { readonly label: string; readonly onclick: () => void } | undefined;
  /** A toast replaces an earlier one of its topic. */
  readonly topic?: string | undefined;
}

/** How long a toast stays, in milliseconds: as long as an action can be undone (docs/requirements.md, row 12). */
export const TOAST_MS = 10_000;

/** More would cover the page on a phone. */
const MAX_TOASTS = 2;

/** The toasts on screen, the newest last. */
export class Toasts {
  #all = $state.raw<readonly Toast[]>([]);
  #next = 1;

  get all(): readonly Toast[] {
    return this.#all;
  }

  /** Shows a text for ten seconds, with an optional action such as undo. The same text is shown once, and a third toast replaces the oldest. */
  show(text: string, { kind = 'info', action, topic }: Partial<Omit<Toast, 'id' | 'text'>> = {}): void {
    const isReplaced = (toast: Toast): boolean =>
      topic === undefined ? !action && !toast.action && toast.text === text : toast.topic === topic;
    const others = this.#all.filter((toast) => !isReplaced(toast));
    this.#all = [...others, { id: this.#next++, kind, text, action, topic }].slice(-MAX_TOASTS);
  }

  /** Removes a toast. */
  dismiss(id: number): void {
    this.#all = this.#all.filter((toast) => toast.id !== id);
  }
}

/** Calls `dismiss` after `TOAST_MS`; the time restarts when a pointer or the focus leaves the toast. */
export const autoDismiss =
  (dismiss: () => void): Attachment<HTMLElement> =>
  (toast) => {
    let timer = setTimeout(dismiss, TOAST_MS);
    const stop = () => {
      clearTimeout(timer);
    };
    const restart = () => {
      stop();
      timer = setTimeout(dismiss, TOAST_MS);
    };
    const cleanups = [
      on(toast, 'pointerenter', stop),
      on(toast, 'pointerleave', restart),
      on(toast, 'focusin', stop),
      on(toast, 'focusout', restart),
      stop,
    ];
    return () => {
      for (const cleanUp of cleanups) cleanUp();
    };
  };
