import type { GoogleClient } from './client.ts';
import { GoogleError } from './google-error.ts';
import type { Product } from './origins.ts';

/** A long-running operation. */
export interface Operation {
  /** Its path below the version, for example `operations/acat.1`. */
  readonly name?: string;
  readonly done?: boolean;
  readonly error?: { readonly code?: number; readonly message?: string };
}

const MAX_WAIT_MS = 600_000;

/**
 * Waits until an operation is done; throws GoogleError if it failed or takes longer than ten minutes. `version` is that of the API, such as
 * `v1beta1`.
 */
export async function waitForOperation(
  google: GoogleClient,
  product: Product,
  version: string,
  started: Operation,
): Promise<void> {
  const name = started.name ?? '';
  let operation = started;
  for (let waited = 0, pause = 500; operation.done !== true; waited += pause, pause = Math.min(pause * 1.5, 5000)) {
    const timedOut = { status: 504, reason: 'DEADLINE_EXCEEDED', message: `${name} takes too long` };
    if (waited > MAX_WAIT_MS) throw new GoogleError(name, timedOut);
    await google.wait(pause);
    operation = await google.get<Operation>(product, `${version}/${name}`);
  }
  const { error } = operation;
  if (error === undefined) return;
  throw new GoogleError(name, { status: 0, reason: RPC_CODES[error.code ?? 0] ?? '', message: error.message ?? name });
}

/** Codes of google.rpc.Code that need an explanation of their own. */
const RPC_CODES: Readonly<Record<number, string>> = {
  3: 'INVALID_ARGUMENT',
  6: 'ALREADY_EXISTS',
  7: 'PERMISSION_DENIED',
  8: 'RESOURCE_EXHAUSTED',
  9: 'FAILED_PRECONDITION',
};
