import { ApiError } from '@maru/model/api/error';
import { API_ERROR_MESSAGES } from '#lib/features/labels/api-errors.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Toast, Toasts } from '#lib/ui/feedback/toasts.svelte.ts';
import { isUnreachable } from '@maru/model/api/unreachable';

/** The result of a run: the response, or not ok if it failed or another run was in progress. */
type Result<T> = { readonly ok: true; readonly response: T } | { readonly ok: false };

/** An asynchronous action of a form or button: whether it is running, and the message of its last error. */
export class AsyncAction {
  #isBusy = $state(false);
  #error = $state<string>();

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** The message of the last run's error; undefined while it runs and after a success. */
  get error(): string | undefined {
    return this.#error;
  }

  /** Runs `call` unless a run is in progress. Never rejects. */
  async run<T>(call: () => Promise<T>): Promise<Result<T>> {
    if (this.#isBusy) return { ok: false };
    this.#isBusy = true;
    this.#error = undefined;
    try {
      return { ok: true, response: await call() };
    } catch (error) {
      this.#error = errorMessage(error);
      return { ok: false };
    } finally {
      this.#isBusy = false;
    }
  }
}

/** The message for an error, with the next step. Logs unexpected errors. */
export function errorMessage(error: unknown): string {
  if (error instanceof ApiError) return API_ERROR_MESSAGES[error.code]();
  if (isUnreachable(error)) return m.error_offline();
  console.error(error);
  return m.error_unexpected();
}

/** Shows the message for an error. */
export function showError(toasts: Pick<Toasts, 'show'>, error: unknown): void {
  toasts.show(errorMessage(error), { kind: 'bad' });
}

/** The button of a toast that undoes what it says. Shows `doneText`, if given, when `undo` resolves, and the error if it rejects. */
export const undoButton = (
  toasts: Pick<Toasts, 'show'>,
  undo: () => Promise<unknown>,
  doneText?: string,
): NonNullable<Toast['action']> => ({
  label: m.undo(),
  onclick: () => {
    undo().then(
      () => {
        if (doneText !== undefined) toasts.show(doneText, { kind: 'good' });
      },
      (error: unknown) => {
        showError(toasts, error);
      },
    );
  },
});
