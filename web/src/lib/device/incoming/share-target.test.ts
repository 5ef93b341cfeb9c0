import { expect, test } from 'vitest';
import { manifest, SHARE_TARGET } from '../../../../manifest.ts';
import type { Incoming, KeepProblem } from './incoming-store.ts';
import { isMediaFile, isSharePath, respondToShare } from './share-target.ts';

/** Posts a form as the share sheet does; returns where it leads, and what was kept. */
async function share(files: readonly File[] | 'cut', problem?: KeepProblem): Promise<[string | null, Incoming[]]> {
  const form = new FormData();
  for (const file of files === 'cut' ? [] : files) form.append(SHARE_TARGET.field, file);
  const body = files === 'cut' ? 'no form' : form;
  const request = new Request(`https://maru.example${SHARE_TARGET.action}`, { method: 'POST', body });
  const kept: Incoming[] = [];
  const keep = (incoming: Incoming) => Promise.resolve(void kept.push(incoming)).then(() => problem);
  const response = await respondToShare(request, { keep });
  expect(response.status).toBe(303);
  return [response.headers.get('location'), kept];
}

const photo = new File(['1'], 'IMG_0001.HEIC', { type: 'image/heic', lastModified: 5 });
const raw = new File(['2'], 'IMG_0002.CR3', { type: 'application/octet-stream' });
const text = new File(['3'], 'read me.txt', { type: 'text/plain' });

test('the manifest and the service worker mean the same path and field', () => {
  expect(manifest.share_target).toMatchObject({
    method: 'POST',
    enctype: 'multipart/form-data',
    params: { files: [{ name: SHARE_TARGET.field }] },
  });
  expect(isSharePath(manifest.share_target?.action ?? '')).toBe(true);
  expect(isSharePath('/')).toBe(false);
});

test('keeps what is media, names the rest, and leads to the question', async () => {
  const [to, kept] = await share([photo, text, raw]);
  expect(to).toBe('https://maru.example/incoming');
  expect(kept.map(({ files }) => files.map(({ name, size }) => [name, size]))).toEqual([
    [
      ['IMG_0001.HEIC', 1],
      ['IMG_0002.CR3', 1],
    ],
  ]);
  expect(kept[0]?.refused).toEqual(['read me.txt']);
});

test.each([
  ['no parts', [] as File[], undefined, 'not-received', 0],
  ['a body that is no form', 'cut' as const, undefined, 'not-received', 0],
  ['only other files', [text], undefined, 'not-media', 0],
  ['a full device', [photo], 'no-space' as const, 'no-space', 1],
])('says what is wrong with %s', async (_, files, problem, code, stored) => {
  const [to, kept] = await share(files, problem);
  expect(to).toBe(`https://maru.example/incoming?problem=${code}`);
  expect(kept).toHaveLength(stored);
});

test('a file is media by its type or its extension', () => {
  const media = ['a.jpg', 'b.MTS', 'c.vob'].map((name) => isMediaFile({ name, type: '' }));
  expect(media).toEqual([true, true, true]);
  expect(isMediaFile({ name: 'share', type: 'video/mp4' })).toBe(true);
  expect(isMediaFile({ name: 'jpg', type: '' })).toBe(false);
  expect(isMediaFile({ name: 'a.pdf', type: 'application/pdf' })).toBe(false);
});
