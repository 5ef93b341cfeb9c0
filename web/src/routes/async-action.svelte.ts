import { ApiError } from '@maru/model/api/error';
import { API_ERROR_MESSAGES } from '#lib/features/labels/api-errors.ts';
import { m } from '#lib/paraglide/messages.js';

/** How a call ended. */
type Outcome<T> = { readonly is: 'done'; readonly answer: T } | { readonly is: 'refused' };

/** One asynchronous action of a form or button: whether it is running, and why the last run failed, in plain words. */
export class AsyncAction {
  #isBusy = $state(false);
  #error = $state<string>();

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Why the last run failed; undefined while it runs and after a success. */
  get error(): string | undefined {
    return this.#error;
  }

  /** Runs `call` unless one is running already. Never rejects. */
  async run<T>(call: () => Promise<T>): Promise<Outcome<T>> {
    if (this.#isBusy) return { is: 'refused' };
    this.#isBusy = true;
    this.#error = undefined;
    try {
      return { is: 'done', answer: await call() };
    } catch (error) {
      this.#error = errorMessage(error);
      return { is: 'refused' };
    } finally {
      this.#isBusy = false;
    }
  }
}

/** Why something failed, in plain words with one next step; logs what was not foreseen. */
export function errorMessage(error: unknown): string {
  if (error instanceof ApiError) return API_ERROR_MESSAGES[error.code]();
  if (error instanceof Error && error.name === 'Unreachable') return m.error_offline();
  console.error(error);
  return m.error_unexpected();
}
