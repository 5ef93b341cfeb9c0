import { ALL, ENDPOINT_NAMES, paths, type AlbumId, type LibraryId, type Uid } from '@maru/model';
import { expect, test } from 'vitest';
import { requestsOn, OPEN, OPEN_TO_TVS } from '../../../tests/functions/strangers/requests.ts';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noIds, noOriginals, noQueue, noRenditions } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import { answerCall, answerOf, type ApiPorts } from './call.ts';
import { countingStore } from './counting-store.ts';

const id = (letter: string): string => letter.repeat(20);
const library = id('a') as LibraryId;
const place = {
  ...{ library, album: id('b'), circle: id('c'), submission: id('d'), item: 'e'.repeat(32), invite: 'f'.repeat(64) },
  ...{ owner: { uid: 'owner', address: 'owner@example.com' }, mother: { uid: 'mother' }, guest: { uid: 'guest' } },
};
const REQUESTS = requestsOn(place as unknown as Parameters<typeof requestsOn>[0]);

/** A library with 200 albums and 20 circles, of which the stranger is no member. */
function familyLibrary(): Map<string, Fields> {
  const album = (title: string): Fields => ({
    ...{ title, by: 'owner', audience: { kind: 'library' }, readers: ['owner', 'mother'], count: 0 },
    ...{ createdAt: new Date(0) },
  });
  const albums = Array.from(
    { length: 200 },
    (_, n) =>
      `${'b'.repeat(17)}${n
        .toString(6)
        .padStart(3, '0')
        .replaceAll(/[0-5]/g, (d) => 'bcdefg'[Number(d)] ?? 'b')}`,
  );
  return new Map<string, Fields>([
    [
      paths.library(library),
      {
        name: '우리 집',
        timeZone: 'Asia/Seoul',
        roles: { owner: 'owner', mother: 'viewer' },
        members: ['owner', 'mother'],
      },
    ],
    [paths.access(), { owners: ['owner@example.com'], allowed: [] }],
    [paths.album(library, ALL), album('모두')],
    ...albums.map((one): [string, Fields] => [paths.album(library, one as AlbumId), album(one)]),
    ...Array.from({ length: 20 }, (_, n): [string, Fields] => [
      `${paths.circles(library)}/${'c'.repeat(19)}${'abcdefghijklmnopqrst'[n] ?? ''}`,
      { name: String(n), members: ['mother'] },
    ]),
  ]);
}

const stranger = { uid: 'stranger' as Uid, email: 'stranger@example.com' };
const claims = { ...stranger, email_verified: true, firebase: { sign_in_provider: 'google.com' } };

test.each(ENDPOINT_NAMES.filter((name) => ![...OPEN, OPEN_TO_TVS].some((open) => open === name)))(
  '%s reads at most one document beside the rate counter before it refuses a stranger',
  async (name) => {
    const documents = familyLibrary();
    const { store, reads } = countingStore(fakeDocuments(documents));
    const ports = {
      ...{ store, queue: noQueue, originals: noOriginals, renditions: noRenditions, isAppChecked: false },
      ids: { ...noIds, fingerprint: (text: string) => text },
      clock: { now: () => 5000 },
      identity: { claimsOf: () => Promise.resolve(claims) },
    } as unknown as ApiPorts;
    const call = answerCall(ports, { name, data: REQUESTS[name], headers: { authorization: 'Bearer x' } });
    const { outcome } = await call.then(() => ({ outcome: 'ok' }), answerOf);
    expect(['forbidden', 'not-found', 'invalid-request']).toContain(outcome);
    const rateCounter = 1;
    expect(reads() - rateCounter).toBeLessThanOrEqual(1);
  },
);
