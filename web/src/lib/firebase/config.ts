import { readConfig, type MaruConfig } from '@maru/model/config';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** `value` as a configuration for a page on `hostname`; throws BadDocument, or RangeError where emulator ports are found off loopback. */
export function configFor(value: unknown, hostname: string): MaruConfig {
  const config = readConfig(value);
  if (config.emulators && !LOOPBACK.includes(hostname)) {
    throw new RangeError('maru.json names the emulators, and this page is not on loopback');
  }
  return config;
}

/** The configuration that this page's server gives; the service worker answers with the last one without a network. */
export async function loadConfig(): Promise<MaruConfig> {
  const answer = await fetch('/maru.json', { cache: 'no-cache' });
  if (!answer.ok) throw new Error(`maru.json: ${answer.status}`);
  return configFor(await answer.json(), location.hostname);
}
