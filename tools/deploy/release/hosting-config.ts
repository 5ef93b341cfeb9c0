import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { allowSources } from '../../emulators/content-security-policy.ts';
import type { FirebaseJson } from '../../emulators/local-firebase.ts';

const RECAPTCHA = ['https://www.google.com/recaptcha/', 'https://recaptcha.google.com/recaptcha/'];

/** What App Check needs beyond Maru's own policy (developers.google.com/recaptcha/docs/faq); its scripts are in the page's policy. */
const HEADER_SOURCES = {
  'connect-src': ['https://content-firebaseappcheck.googleapis.com', 'https://www.google.com/recaptcha/'],
  'frame-src': RECAPTCHA,
};
const PAGE_SOURCES = { 'script-src': ['https://www.google.com/recaptcha/', 'https://www.gstatic.com/recaptcha/'] };

interface HostingOptions {
  readonly region: string;
  /** Whether the web app uses App Check. */
  readonly hasAppCheck: boolean;
}

/**
 * The `hosting` of firebase.json for a deployment: the API by its Cloud Run service, and a Content-Security-Policy that allows reCAPTCHA only with App Check.
 * For the name of a function firebase-tools would ask which service it is, and release a site without API if it gets no answer.
 */
export function hostingConfig(
  { hosting }: FirebaseJson,
  { region, hasAppCheck }: HostingOptions,
): FirebaseJson['hosting'] {
  const rewrites = hosting.rewrites.map((rewrite) =>
    rewrite.function ? { source: rewrite['source'], run: { serviceId: rewrite.function.functionId, region } } : rewrite,
  );
  const headers = hosting.headers.map((rule) => ({
    ...rule,
    headers: rule.headers.map(({ key, value }) => ({
      key,
      value: hasAppCheck && key === 'Content-Security-Policy' ? allowSources(value, HEADER_SOURCES) : value,
    })),
  }));
  return { ...hosting, rewrites, headers };
}

/** Replaces what `pattern` finds in a text; throws if it finds nothing. */
function replaceIn(text: string, pattern: RegExp, change: (found: string) => string): string {
  if (!pattern.test(text)) throw new Error(`the built web app does not match ${String(pattern)}`);
  return text.replace(pattern, change);
}

/**
 * Lets the page of a staged web app load reCAPTCHA. Its policy for scripts is in the page, with the hashes of its own scripts. The service
 * worker caches the page with its headers, by revision: the new revision lets installed apps load both.
 */
export async function allowAppCheckScripts(folder: string): Promise<void> {
  const pageFile = join(folder, '200.html');
  const workerFile = join(folder, 'sw.js');
  const page = replaceIn(
    await readFile(pageFile, 'utf8'),
    /(?<=http-equiv="content-security-policy" content=")[^"]*/,
    (policy) => allowSources(policy, PAGE_SOURCES),
  );
  const revision = createHash('sha256').update(page).digest('hex').slice(0, 12);
  const worker = replaceIn(
    await readFile(workerFile, 'utf8'),
    /(?<="revision":")[^"]*(?=","url":"\/200\.html")/,
    () => revision,
  );
  await writeFile(pageFile, page);
  await writeFile(workerFile, worker);
}
