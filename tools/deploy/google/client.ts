import { setTimeout as delay } from 'node:timers/promises';
import { failureOf, GoogleError, isDisabled, isNotFound } from './google-error.ts';
import { isLocal, originOf, serviceOf, type Product } from './origins.ts';

/** Query and body of a request. */
export interface RequestOptions {
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  /** Sent as JSON, or as it is if it is a Blob. */
  readonly body?: unknown;
  /** Not sent again if it might have been carried out: for creating something whose name Google chooses. */
  readonly once?: boolean;
}

/** What the client needs from its surroundings. */
export interface ClientOptions {
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
  /** Returns an access token; not called for `http://` origins. */
  readonly token: () => Promise<string>;
  /** Replaced in tests. */
  readonly wait?: (ms: number) => Promise<unknown>;
  /** Replaced in tests. */
  readonly fetch?: (url: URL, init: RequestInit) => Promise<Response>;
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

const ATTEMPTS = 5;
const MAX_BACKOFF_MS = 16_000;
const MAX_RETRY_AFTER_MS = 60_000;
/** An API that was just turned on may take some minutes. */
const MAX_DISABLED_MS = 180_000;
const DISABLED_RETRY_MS = 10_000;
const PAGE_TIMEOUT_MS = 60_000;
const REQUEST_TIMEOUT_MS = 120_000;
/** A kept release has about 100 MB. */
const FILE_TIMEOUT_MS = 1_800_000;

/** APIs that a request may reach while those of the project are still off: they are not billed to the project. */
const PROJECTLESS: readonly Product[] = ['cloudbilling', 'cloudresourcemanager', 'firebase', 'serviceusage', 'www'];

/** `MARU_WAIT_SCALE=0.01` shortens all waits in tests against a fake. */
const scaled = (env: NodeJS.ProcessEnv, ms: number): number => ms * Number(env['MARU_WAIT_SCALE'] ?? 1);

/** Sends requests to Google's APIs as the signed-in person, with retries. All methods throw GoogleError. */
export class GoogleClient {
  readonly project: string;
  /** APIs that are off, once known. `optional` and `list` find nothing there without a request; other APIs that seem off are just starting. */
  disabled: Set<string> | undefined;
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.project = options.project;
    this.#options = options;
  }

  get<T>(product: Product, path: string, options: RequestOptions = {}): Promise<T> {
    return this.#json('GET', product, path, options);
  }

  post<T>(product: Product, path: string, options: RequestOptions = {}): Promise<T> {
    return this.#json('POST', product, path, options);
  }

  patch<T>(product: Product, path: string, options: RequestOptions = {}): Promise<T> {
    return this.#json('PATCH', product, path, options);
  }

  put<T>(product: Product, path: string, options: RequestOptions = {}): Promise<T> {
    return this.#json('PUT', product, path, options);
  }

  delete<T>(product: Product, path: string, options: RequestOptions = {}): Promise<T> {
    return this.#json('DELETE', product, path, options);
  }

  /** GET that returns undefined if the resource does not exist or the API is off. */
  async optional<T>(product: Product, path: string, options: RequestOptions = {}): Promise<T | undefined> {
    if (this.disabled?.has(serviceOf(product)) === true) return undefined;
    try {
      return await this.get<T>(product, path, options);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** All entries of a list, over all pages; `field` is the name of the array in a page. */
  async list<T>(product: Product, path: string, field: string, query: RequestOptions['query'] = {}): Promise<T[]> {
    const all: T[] = [];
    let pageToken: string | undefined;
    do {
      const page = await this.optional<Record<string, unknown>>(product, path, { query: { ...query, pageToken } });
      all.push(...((page?.[field] ?? []) as T[]));
      pageToken = page?.['nextPageToken'] as string | undefined;
    } while (pageToken !== undefined && pageToken !== '');
    return all;
  }

  /** The body of a GET as it is. */
  async download(product: Product, path: string, options: RequestOptions = {}): Promise<Blob> {
    return (await this.#send('GET', product, path, options)).blob();
  }

  /** Fetches a page of the app, without sign-in and retries; rejects after a minute. */
  fetchPage(url: string): Promise<Response> {
    const headers = { 'cache-control': 'no-cache' };
    return (this.#options.fetch ?? fetch)(new URL(url), { headers, signal: AbortSignal.timeout(PAGE_TIMEOUT_MS) });
  }

  /** Waits; shorter in tests. */
  async wait(ms: number): Promise<void> {
    const { env, wait = (time: number) => delay(time) } = this.#options;
    await wait(scaled(env, ms));
  }

  async #json<T>(method: Method, product: Product, path: string, options: RequestOptions): Promise<T> {
    const text = await (await this.#send(method, product, path, options)).text();
    return (text === '' ? {} : JSON.parse(text)) as T;
  }

  /** Sends until the response is OK or cannot become OK. */
  async #send(method: Method, product: Product, path: string, options: RequestOptions): Promise<Response> {
    let inProject = !PROJECTLESS.includes(product);
    let waitedForApiMs = 0;
    for (let attempt = 1; ;) {
      const response = await this.#sendOnce(method, product, path, options, inProject);
      if (response instanceof Response) return response;
      if (!inProject && needsProject(response)) {
        inProject = true;
      } else if (isDisabled(response) && this.#isStarting(product) && waitedForApiMs < MAX_DISABLED_MS) {
        waitedForApiMs += DISABLED_RETRY_MS;
        await this.wait(DISABLED_RETRY_MS);
      } else {
        if (attempt >= ATTEMPTS || !isTransient(response, options.once === true)) throw response;
        await this.wait(response.retryAfterMs ?? backoffOf(attempt));
        attempt += 1;
      }
    }
  }

  /** Whether an API that answers that it is off must be just starting. */
  #isStarting(product: Product): boolean {
    return this.disabled !== undefined && !this.disabled.has(serviceOf(product));
  }

  async #sendOnce(
    method: Method,
    product: Product,
    path: string,
    { query = {}, body }: RequestOptions,
    inProject: boolean,
  ): Promise<Response | GoogleError> {
    const { env, token, project } = this.#options;
    if (path.startsWith('/')) throw new Error(`a path begins without a slash: ${path}`);
    const origin = originOf(product, env);
    const url = new URL(`${origin}/${path}`);
    for (const [name, value] of Object.entries(query))
      for (const one of Array.isArray(value) ? value : [value])
        if (one !== undefined) url.searchParams.append(name, String(one));
    const headers = new Headers({ authorization: `Bearer ${isLocal(origin) ? 'owner' : await token()}` });
    if (inProject) headers.set('x-goog-user-project', project);
    const isFile = body instanceof Blob;
    if (body !== undefined) headers.set('content-type', isFile ? body.type : 'application/json');
    const request = `${method} ${origin}/${path}`;
    try {
      const response = await (this.#options.fetch ?? fetch)(url, {
        method,
        headers,
        signal: AbortSignal.timeout(isFile || query['alt'] === 'media' ? FILE_TIMEOUT_MS : REQUEST_TIMEOUT_MS),
        ...(body !== undefined && { body: isFile ? body : JSON.stringify(body) }),
      });
      return response.ok ? response : await errorOf(request, response);
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const code = (cause as { code?: string }).code ?? '';
      return new GoogleError(request, { status: 0, reason: code, message: String(cause) });
    }
  }
}

async function errorOf(request: string, response: Response): Promise<GoogleError> {
  const failure = failureOf(response.status, await response.text());
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new GoogleError(request, {
    ...failure,
    ...(seconds >= 0 && { retryAfterMs: Math.min(seconds * 1000, MAX_RETRY_AFTER_MS) }),
  });
}

/** Whether the request must name the project that pays for it: Application Default Credentials of a person have none. */
const needsProject = ({ status, message }: GoogleError): boolean => status === 403 && /quota project/i.test(message);

/** Whether the same request may succeed later. `once` excludes failures after which the request might have been carried out. */
function isTransient({ status, reason }: GoogleError, once: boolean): boolean {
  if (status === 429 || status === 503) return true;
  if (status === 403) return /rateLimitExceeded|RATE_LIMIT_EXCEEDED/i.test(reason);
  if (status === 0) return !once || ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(reason);
  return status >= 500 && !once;
}

const backoffOf = (attempt: number): number =>
  Math.min(MAX_BACKOFF_MS, 1000 * 2 ** (attempt - 1)) * (0.8 + Math.random() * 0.4);
