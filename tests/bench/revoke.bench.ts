import { ALL, paths, type AlbumId, type ItemId, type LibraryId, type Uid } from '@maru/model';
import { chromium, type Browser, type Page } from '@playwright/test';
import { DEMO_PEOPLE } from '../../tools/demo/people.ts';
import { CHROMIUM } from '../e2e/chromium.ts';
import { playVideo, recordPlayback, playbackStats } from '../e2e/playback.ts';
import { signIn } from '../e2e/app.ts';
import { setUp } from '../harness/global-setup.ts';
import { signInAs, waitFor, useEmulators } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { fill } from './library.ts';

const [OWNER, , MOTHER, FATHER] = DEMO_PEOPLE;
/** 950 photos and 50 videos of two minutes, and ten times as many. */
const SMALL = 1000;
const SIZES = [SMALL, 10_000];
const PATIENCE_MS = 1_800_000;
/** What is promised where there are a thousand items (docs/security.md), in seconds. */
const PROMISED = { openPageS: 5, loadedS: 60, stillS: 2 } as const;

interface Measured {
  /** From the removal until the person's open page shows nothing of the library. */
  readonly openPageS: number;
  /** … until the URL of a picture that they had loaded answers 403. */
  readonly loadedS: number;
  /** … until that is so of every URL. */
  readonly rotatedS: number;
  /** The longest that a video of another, who plays on meanwhile, did not move until those URLs were dead. */
  readonly stillS: number;
}

/** The library's pictures on the person's screen, loaded. */
const pictures = (page: Page): Promise<string[]> =>
  page
    .locator('main img')
    .evaluateAll((all) => (all as HTMLImageElement[]).filter((img) => img.naturalWidth > 0).map(({ src }) => src));

async function visit(browser: Browser, name: string, to: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: useEmulators().urls.app, locale: 'ko-KR' });
  const page = await context.newPage();
  await signIn(page, name, to);
  return page;
}

async function opened(browser: Browser, library: LibraryId): Promise<Page> {
  const page = await visit(browser, MOTHER.name, `/l/${library}/all`);
  await waitFor('pictures are there', async () => (await pictures(page)).length > 3, 120_000);
  return page;
}

/** Another of the family, who plays a video. */
async function playing(browser: Browser, library: LibraryId, film: { id: ItemId; album: AlbumId }): Promise<Page> {
  const page = await visit(browser, FATHER.name, `/l/${library}/a/${film.album}/${film.id}`);
  await playVideo(page);
  await recordPlayback(page);
  return page;
}

/** The longest that the video did not move since it is watched. */
async function haltOf(page: Page): Promise<number> {
  const { still, time } = await playbackStats(page);
  if (time === 0) throw new Error('nobody played a video');
  return still;
}

async function measure(browser: Browser, count: number): Promise<Measured> {
  const who = await signInAs(OWNER.name, { address: OWNER.address });
  const { library } = await who.call('createLibrary', { name: String(count), timeZone: 'Asia/Seoul' });
  for (const { address } of [MOTHER, FATHER]) await who.call('inviteByEmail', { library, address, role: 'viewer' });
  const filling = performance.now();
  const film = await fill(who, library, count);
  console.error(`${String(count)} items in ${((performance.now() - filling) / 1000).toFixed(0)} s`);
  const page = await opened(browser, library);
  const loaded = await pictures(page);
  const mother = await signInAs(MOTHER.name, { address: MOTHER.address });
  const his = await playing(browser, library, film);

  const began = performance.now();
  const since = (): number => Math.round((performance.now() - began) / 100) / 10;
  await who.call('removeMember', { library, uid: mother.uid as Uid });
  const open = page.locator(`main [data-item]`).first().waitFor({ state: 'detached', timeout: 60_000 }).then(since);
  const isDead = async (): Promise<boolean> =>
    (await Promise.all(loaded.map(async (url) => (await fetch(url)).status))).every((status) => status === 403);
  const dead = waitFor('the loaded ones are dead', isDead, PATIENCE_MS).then(since);
  const [openPageS, loadedS, stillS, rotatedS] = await Promise.all([
    open,
    dead,
    dead.then(() => haltOf(his)),
    waitFor('all is rotated', async () => (await inspect.count(paths.rotations(library))) === 0, PATIENCE_MS).then(
      since,
    ),
  ]);
  const shown = await inspect.count(paths.entries(library, ALL));
  if (shown !== count) throw new Error(`${String(shown)} entries of ${String(count)}`);
  await Promise.all([who.close(), mother.close(), page.context().close(), his.context().close()]);
  return { openPageS, loadedS, rotatedS, stillS };
}

/** Whether what is promised held; where it did not, says so, and the run ends as a failure. */
function holdToPromise(items: number, measured: Measured): void {
  if (items > SMALL) return;
  for (const [name, most] of Object.entries(PROMISED) as [keyof typeof PROMISED, number][]) {
    if (measured[name] <= most) continue;
    console.error(`${name} of ${String(items)} items: ${String(measured[name])} s, and ${String(most)} s are promised`);
    process.exitCode = 1;
  }
}

/**
 * How long somebody who is removed still sees something: their open page, and the URLs that they have. In a library of 1,000 and
 * one of 10,000 items, or of as many as the arguments say; the metrics without a number are those of the last. Fails where a
 * library of 1,000 takes longer than is promised, or where somebody else's video halts.
 */
export async function bench(args: readonly string[] = []): Promise<Record<string, number>> {
  const sizes = args.length > 0 ? args.map(Number) : SIZES;
  const end = await setUp({ rootDir: import.meta.dirname });
  const browser = await chromium.launch(CHROMIUM);
  try {
    const metrics: Record<string, number> = {};
    const rows: (Measured & { items: number })[] = [];
    for (const items of sizes) {
      const measured = await measure(browser, items);
      rows.push({ items, ...measured });
      holdToPromise(items, measured);
      const mark = items === sizes.at(-1) ? '' : String(items);
      for (const [name, seconds] of Object.entries(measured)) metrics[`${name}${mark}`] = seconds as number;
    }
    console.table(rows);
    return metrics;
  } finally {
    await browser.close();
    await end();
  }
}
