import type { Controller, Platform } from './platform.ts';
import type { Post } from './send-object.ts';

/** The globals of browsers and of Node that make a platform. */
interface Globals {
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  readonly Date: { now(): number };
  readonly AbortController: new () => Controller;
}

/** The platform of a browser or of Node, whose `globalThis` has these globals. */
export const webPlatform = (globals: Globals): Platform => ({
  now: () => globals.Date.now(),
  after: (ms, run) => {
    const timer = globals.setTimeout(run, ms);
    return () => {
      globals.clearTimeout(timer);
    };
  },
  controller: () => new globals.AbortController(),
});

/** The part of `fetch` that is used. */
type Fetch = (
  url: string,
  init: object,
) => Promise<{
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}>;

/** Posts by the `fetch` of a browser or of Node. */
export const postBy =
  (fetch: Fetch): Post =>
  async (url, headers, body, signal) => {
    const response = await fetch(url, { method: 'POST', headers, body: body ?? null, signal });
    // An unread answer would keep its connection.
    await response.text();
    return { status: response.status, header: (name) => response.headers.get(name) };
  };
