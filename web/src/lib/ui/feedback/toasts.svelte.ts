import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';

/** Something said once over the page. */
export interface Toast {
  readonly id: number;
  readonly kind: 'info' | 'good' | 'warn' | 'bad';
  readonly text: string;
  readonly action?: { readonly label: string; readonly onclick: () => void } | undefined;
}

/** How long a toast stays, in milliseconds: as long as all that can be undone can be (parents.md, 12). */
export const TOAST_MS = 10_000;

/** What is said over the page, the newest last. Toaster shows it and lets it go. */
export class Toasts {
  #all = $state.raw<readonly Toast[]>([]);
  #next = 1;

  get all(): readonly Toast[] {
    return this.#all;
  }

  /** Says something for ten seconds, with what one may do about it, e.g. undo. */
  show(text: string, { kind = 'info', action }: Partial<Pick<Toast, 'kind' | 'action'>> = {}): void {
    this.#all = [...this.#all, { id: this.#next++, kind, text, action }];
  }

  /** Takes it away. */
  drop(id: number): void {
    this.#all = this.#all.filter((toast) => toast.id !== id);
  }
}

/** Calls `go` when a toast has stayed its time; the time stands still while a pointer or the focus is on it. */
export const autoDismiss =
  (go: () => void): Attachment<HTMLElement> =>
  (toast) => {
    let timer = setTimeout(go, TOAST_MS);
    const hold = () => {
      clearTimeout(timer);
    };
    const begin = () => {
      hold();
      timer = setTimeout(go, TOAST_MS);
    };
    const offs = [
      on(toast, 'pointerenter', hold),
      on(toast, 'pointerleave', begin),
      on(toast, 'focusin', hold),
      on(toast, 'focusout', begin),
      hold,
    ];
    return () => {
      for (const off of offs) off();
    };
  };
