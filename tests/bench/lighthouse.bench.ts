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
/** What an album listens to keeps the network busy for ever: Lighthouse stops waiting for its silence. */
const LOAD_MS = 15_000;
const CATEGORIES = ['accessibility', 'best-practices', 'seo', 'performance'] as const;
type Scores = Record<(typeof CATEGORIES)[number], number>;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** 0 to 100. SEO counts every audit but is-crawlable, which must fail: a private app is noindex. */
function scoresOf(lhr: Result): Scores {
  const score = (category: keyof Scores): number => Math.round((lhr.categories[category]?.score ?? 0) * 100);
  const refs = lhr.categories['seo']?.auditRefs ?? [];
  const seo = refs.filter(({ id, weight }) => weight > 0 && id !== 'is-crawlable');
  const passed = seo.filter(({ id }) => (lhr.audits[id]?.score ?? 1) === 1);
  if (lhr.audits['is-crawlable']?.score !== 0) throw new Error('the app says that crawlers may index it');
  return {
    accessibility: score('accessibility'),
    'best-practices': score('best-practices'),
    seo: Math.round((passed.length / seo.length) * 100),
    performance: score('performance'),
  };
}

/** What failed of all that must not, for who reads the table. */
function missesOf(lhr: Result): string[] {
  const refs = (['accessibility', 'best-practices', 'seo'] as const).flatMap(
    (id) => lhr.categories[id]?.auditRefs ?? [],
  );
  const counted = refs.filter(({ id, weight }) => weight > 0 && id !== 'is-crawlable');
  return counted.filter(({ id }) => (lhr.audits[id]?.score ?? 1) < 1).map(({ id }) => id);
}

/** One screen so many times; `isFirstVisit` forgets before each run what the device keeps: who was signed in, too. */
async function measure(
  url: string,
  { port, times, isFirstVisit = false }: { port: number; times: number; isFirstVisit?: boolean },
): Promise<{ scores: Scores; misses: string[] }> {
  const runs: Result[] = [];
  for (let run = 0; run < times; run += 1) {
    const result = await lighthouse(url, {
      port,
      disableStorageReset: !isFirstVisit,
      maxWaitForLoad: LOAD_MS,
      logLevel: 'error',
      onlyCategories: [...CATEGORIES],
    });
    if (!result) throw new Error(`Lighthouse gave no result for ${url}`);
    if (result.lhr.runtimeError) throw new Error(`${url}: ${result.lhr.runtimeError.message}`);
    runs.push(result.lhr);
    const seconds = (result.lhr.timing.total / 1000).toFixed(0);
    console.error(`${String(run + 1)} of ${String(times)}: ${url} (${seconds} s) ${missesOf(result.lhr).join(' ')}`);
  }
  const all = runs.map(scoresOf);
  const scores = Object.fromEntries(CATEGORIES.map((c) => [c, median(all.map((s) => s[c]))])) as Scores;
  return { scores, misses: [...new Set(runs.flatMap(missesOf))] };
}

/**
 * Lighthouse (mobile, built app, median of five) over every screen; each metric is the lowest of its screens, performance that of sign-in at a first
 * visit. The first argument is another number of runs.
 */
export async function bench(args: readonly string[] = []): Promise<Record<string, number>> {
  const times = Number(args[0] ?? RUNS);
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
    const rows: { screen: string; scores: Scores; misses: string[] }[] = [];
    const signIn = await measure(`${useEmulators().urls.app}/sign-in`, { port, times, isFirstVisit: true });
    rows.push({ screen: 'sign-in', ...signIn });
    const screens = await screensOf(context);
    // The page that made them would go on listening beside the one that is measured.
    for (const page of context.pages()) await page.goto('about:blank');
    for (const { name, path } of screens) {
      rows.push({ screen: name, ...(await measure(`${useEmulators().urls.app}${path}`, { port, times })) });
    }
    console.table(rows.map(({ screen, scores, misses }) => ({ screen, ...scores, misses: misses.join(' ') })));
    const lowest = (of: keyof Scores): number => Math.min(...rows.map(({ scores }) => scores[of]));
    return {
      accessibility: lowest('accessibility'),
      bestPractices: lowest('best-practices'),
      seo: lowest('seo'),
      performance: signIn.scores.performance,
    };
  } finally {
    await context?.close();
    await end();
    await rm(profile, { recursive: true, force: true });
  }
}
