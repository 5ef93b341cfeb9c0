import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from '@playwright/test';
import lighthouse, { type Result } from 'lighthouse';
import { setUp } from '../harness/global-setup.ts';
import { useEmulators } from '../harness.ts';
import { CHROMIUM } from '../e2e/chromium.ts';
import { screensOf } from '../e2e/demo-library.ts';
import { median } from './median.ts';

const RUNS = 5;
/** An album's listeners keep the network busy, so Lighthouse waits no longer than this for idle. */
const LOAD_MS = 15_000;
const CATEGORIES = ['accessibility', 'best-practices', 'seo', 'performance'] as const;
/** What the performance is made of, for the log. */
const TIMES: readonly string[] = [
  ...['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time'],
  ...['cumulative-layout-shift', 'speed-index'],
];
type Scores = Record<(typeof CATEGORIES)[number], number>;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Scores from 0 to 100. SEO excludes is-crawlable, which must fail, since a private app is noindex. */
function scoresOf(lhr: Result): Scores {
  const score = (category: keyof Scores): number => Math.round((lhr.categories[category]?.score ?? 0) * 100);
  const refs = lhr.categories['seo']?.auditRefs ?? [];
  const seo = refs.filter(({ id, weight }) => weight > 0 && id !== 'is-crawlable');
  const passed = seo.filter(({ id }) => (lhr.audits[id]?.score ?? 1) === 1);
  if (lhr.audits['is-crawlable']?.score !== 0) throw new Error('the app allows indexing');
  return {
    accessibility: score('accessibility'),
    'best-practices': score('best-practices'),
    seo: Math.round((passed.length / seo.length) * 100),
    performance: score('performance'),
  };
}

/** The failed audits, for the printed table. */
function failedAuditsOf(lhr: Result): string[] {
  const refs = (['accessibility', 'best-practices', 'seo'] as const).flatMap(
    (id) => lhr.categories[id]?.auditRefs ?? [],
  );
  const counted = refs.filter(({ id, weight }) => weight > 0 && id !== 'is-crawlable');
  return counted.filter(({ id }) => (lhr.audits[id]?.score ?? 1) < 1).map(({ id }) => id);
}

/** The elements that fail an audit, and why. */
function failuresOf(lhr: Result, audit: string): string[] {
  const { details } = lhr.audits[audit] ?? {};
  const items = details && 'items' in details && Array.isArray(details.items) ? details.items : [];
  return (items as { node?: { selector?: string; explanation?: string } }[]).map(
    ({ node }) => `  ${audit}: ${node?.selector ?? ''} ${node?.explanation ?? ''}`,
  );
}

/** Measures one screen several times; `isFirstVisit` clears the storage before each run, including the sign-in. */
async function measure(
  url: string,
  { port, times, isFirstVisit = false }: { port: number; times: number; isFirstVisit?: boolean },
): Promise<{ scores: Scores; failedAudits: string[] }> {
  const runs: Result[] = [];
  for (let run = 0; run < times; run += 1) {
    const result = await lighthouse(url, {
      port,
      disableStorageReset: !isFirstVisit,
      maxWaitForLoad: LOAD_MS,
      logLevel: 'error',
      onlyCategories: [...CATEGORIES],
    });
    if (!result) throw new Error(`Lighthouse returned no result for ${url}`);
    if (result.lhr.runtimeError) throw new Error(`${url}: ${result.lhr.runtimeError.message}`);
    runs.push(result.lhr);
    const seconds = (result.lhr.timing.total / 1000).toFixed(0);
    const vitals = TIMES.map((id) => `${id} ${result.lhr.audits[id]?.displayValue ?? '?'}`).join(', ');
    console.error(`${String(run + 1)} of ${String(times)}: ${url} (${seconds} s) ${vitals}`);
    for (const line of failedAuditsOf(result.lhr).flatMap((audit) => failuresOf(result.lhr, audit)))
      console.error(line);
  }
  const all = runs.map(scoresOf);
  const scores = Object.fromEntries(CATEGORIES.map((c) => [c, median(all.map((s) => s[c]))])) as Scores;
  return { scores, failedAudits: [...new Set(runs.flatMap(failedAuditsOf))] };
}

/** The screens whose performance is a metric, by its name. */
const TIMED = { performance: 'sign-in', homePerformance: 'library', albumPerformance: 'album' } as const;

/**
 * Runs Lighthouse (mobile, built app, median of five) on every screen, signed in except for sign-in at a first visit. Accessibility, best
 * practices and SEO are the lowest of all screens; performance is that of sign-in, home and an album. The first argument changes the number
 * of runs; names of screens after it leave out the others.
 */
export async function bench(args: readonly string[] = []): Promise<Record<string, number>> {
  const times = Number(args[0] ?? RUNS);
  const only = args.slice(1);
  const isMeasured = (screen: string): boolean => only.length === 0 || only.includes(screen);
  const end = await setUp({ rootDir: import.meta.dirname });
  const profile = await mkdtemp(join(tmpdir(), 'maru-lighthouse-'));
  const port = await freePort();
  let context: BrowserContext | undefined;
  try {
    context = await chromium.launchPersistentContext(profile, {
      ...CHROMIUM,
      args: [...CHROMIUM.args, `--remote-debugging-port=${String(port)}`],
      locale: 'ko-KR',
      baseURL: useEmulators().urls.app,
    });
    const rows: { screen: string; scores: Scores; failedAudits: string[] }[] = [];
    const urlOf = (path: string): string => `${useEmulators().urls.app}${path}`;
    if (isMeasured('sign-in'))
      rows.push({ screen: 'sign-in', ...(await measure(urlOf('/sign-in'), { port, times, isFirstVisit: true })) });
    const screens = (await screensOf(context)).filter(({ name }) => isMeasured(name));
    // The page that created the library would keep listening.
    for (const page of context.pages()) await page.goto('about:blank');
    for (const { name, path } of screens) {
      rows.push({ screen: name, ...(await measure(urlOf(path), { port, times })) });
    }
    console.table(
      rows.map(({ screen, scores, failedAudits }) => ({ screen, ...scores, failedAudits: failedAudits.join(' ') })),
    );
    const lowest = (of: keyof Scores): number => Math.min(...rows.map(({ scores }) => scores[of]));
    const performance = Object.entries(TIMED).flatMap(([metric, name]) =>
      rows.filter(({ screen }) => screen === name).map(({ scores }) => [metric, scores.performance] as const),
    );
    return {
      accessibility: lowest('accessibility'),
      bestPractices: lowest('best-practices'),
      seo: lowest('seo'),
      ...Object.fromEntries(performance),
    };
  } finally {
    await context?.close();
    await end();
    await rm(profile, { recursive: true, force: true });
  }
}
