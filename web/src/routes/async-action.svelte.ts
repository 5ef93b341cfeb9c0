import { REFUSAL_WORDS } from '#lib/features/labels/api-errors.ts';
import { m } from '#lib/paraglide/messages.js';
import { ApiError } from '@maru/model/api/error';

/** How a call ended. */
type Asked<T> = { readonly is: 'done'; readonly answer: T } | { readonly is: 'refused' };

/** One call at a time of a form: whether it goes on, and in words why it was refused. */
export class Asking {
  #isBusy = $state(false);
  #words = $state<string>();

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Why the last one was refused, in plain words; undefined where it was not. */
  get words(): string | undefined {
    return this.#words;
  }

  /** Asks; while it does a second one is ignored. Never rejects. */
  async ask<T>(call: () => Promise<T>): Promise<Asked<T>> {
    if (this.#isBusy) return { is: 'refused' };
    this.#isBusy = true;
    this.#words = undefined;
    try {
      return { is: 'done', answer: await call() };
    } catch (error) {
      this.#words = wordsOf(error);
      return { is: 'refused' };
    } finally {
      this.#isBusy = false;
    }
  }
}

/** Why something did not work, in plain words with one next step. */
export function wordsOf(error: unknown): string {
  if (error instanceof ApiError) return REFUSAL_WORDS[error.code]();
  if (error instanceof Error && error.name === 'Unreachable') return m.error_offline();
  console.error(error);
  return m.error_unforeseen();
}
