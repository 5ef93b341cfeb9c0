import { isLoopback, readConfig, type MaruConfig } from '@maru/model/config';

/** Validates the configuration of a page on `hostname`; throws BadDocument, or RangeError if it names emulators and the page is not on loopback. */
export function configFor(value: unknown, hostname: string): MaruConfig {
  const config = readConfig(value);
  if (config.emulators && !isLoopback(hostname)) {
    throw new RangeError('maru.json names the emulators, and this page is not on loopback');
  }
  return config;
}

/** The host of the emulators: loopback's address, because `localhost` may resolve to ::1, where they do not listen. */
export const emulatorHost = ({ storageHost }: MaruConfig): string => new URL(storageHost).hostname;

/** Fetches this site's configuration; without a network the service worker responds with the last one. */
export async function loadConfig(): Promise<MaruConfig> {
  const response = await fetch('/maru.json', { cache: 'no-cache' });
  if (!response.ok) throw new Error(`maru.json: ${response.status}`);
  return configFor(await response.json(), location.hostname);
}
