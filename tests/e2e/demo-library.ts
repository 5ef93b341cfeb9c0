import { ALL } from '@maru/model';
import { expect, type BrowserContext, type Page } from '@playwright/test';
import { OWNER } from '../../tools/demo/people.ts';
import { renderVideo, VIDEO_NAME } from '../../tools/demo/video.ts';
import { fileNameOf, JEJU, renderPhoto } from '../../tools/demo/photos.ts';
import { addFiles, createAlbum, createLibrary, decodedCount, signIn, tiles, type FilePayload } from './app.ts';
import { ko } from './messages.ts';

/** A screen of the app, and its path. */
export interface Screen {
  name: string;
  path: string;
}

/** The paths of the demo library. */
export interface DemoLibrary {
  /** The library and two albums; the second is empty. */
  home: string;
  album: string;
  empty: string;
  /** A photo and the video, both in the first album. */
  photo: string;
  video: string;
}

export const FAMILY_NAME = '우리 가족';
export const OTHER_NAME = '외갓집';
export const ALBUM_TITLE = '제주 여름 2019';
export const EMPTY_TITLE = '하은이 첫돌';

/** Long side of the generated photos, pixels: enough for a screen, and quick to process. */
const LONG_SIDE = 1200;
/** As long as the demo video, and with a twelfth of its frames, each of which is drawn, encoded and processed four times. */
const [FRAMES, RATE] = [40, 2];
const TIMEOUT_MS = 180_000;

async function demoFiles(): Promise<FilePayload[]> {
  const ffmpeg = process.env['MARU_FFMPEG_PATH'] ?? 'ffmpeg';
  const video = await renderVideo(ffmpeg, FRAMES, RATE);
  const files: FilePayload[] = [{ name: VIDEO_NAME, mimeType: 'video/mp4', buffer: video }];
  for (const scene of JEJU) {
    files.push({ name: fileNameOf(scene), mimeType: 'image/jpeg', buffer: await renderPhoto(scene, LONG_SIDE) });
  }
  return files;
}

/** Returns the path of the first item of a kind. */
async function pathOf(page: Page, kind: string): Promise<string> {
  const item = await tiles(page)
    .and(page.getByRole('button', { name: new RegExp(`^${ko(kind)}`) }))
    .first()
    .getAttribute('data-item');
  return `${new URL(page.url()).pathname}/${String(item)}`;
}

/** Creates the demo library through the app, as its owner, on a page where nobody is signed in. */
export async function createDemoLibrary(page: Page): Promise<DemoLibrary> {
  const creating = demoFiles();
  await signIn(page, OWNER);
  await createLibrary(page, OTHER_NAME);
  await createLibrary(page, FAMILY_NAME);
  const home = new URL(page.url()).pathname;
  await createAlbum(page, EMPTY_TITLE);
  const empty = new URL(page.url()).pathname;
  await page.goto(home);
  await createAlbum(page, ALBUM_TITLE);
  const album = new URL(page.url()).pathname;
  const files = await creating;
  await addFiles(page, files);
  await expect(tiles(page)).toHaveCount(files.length, { timeout: TIMEOUT_MS });
  await expect.poll(() => decodedCount(page), { timeout: TIMEOUT_MS }).toBe(files.length);
  return { home, album, empty, photo: await pathOf(page, 'kind_photo'), video: await pathOf(page, 'kind_video') };
}

/** Signs in as the owner, creates the demo library and returns every screen. */
export async function screensOf(context: BrowserContext): Promise<Screen[]> {
  const page = context.pages()[0] ?? (await context.newPage());
  const { home, album, empty, photo, video } = await createDemoLibrary(page);
  return [
    { name: 'libraries', path: '/' },
    { name: 'library', path: home },
    { name: 'album', path: album },
    { name: 'empty album', path: empty },
    { name: 'all', path: `${home}/${ALL}` },
    { name: 'photo', path: photo },
    { name: 'video', path: video },
    { name: 'people', path: `${home}/people` },
    { name: 'settings', path: '/settings' },
    { name: 'create library', path: '/?create' },
  ];
}
