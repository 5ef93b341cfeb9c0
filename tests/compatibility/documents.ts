import {
  ACTIVITY_TYPES,
  ALBUM_ORDERS,
  DATE_PRECISIONS,
  DATE_SOURCES,
  FAILURES,
  GUEST_UPLOADS,
  INVITE_ROLES,
  ITEM_STATES,
  KINDS,
  ROLES,
  ROTATIONS,
  SUBMISSION_STATES,
  announce,
  decodeOutline,
  decodeSheet,
  describeSheet,
  encodeOutline,
  encodeSheet,
  readActivity,
  readAlbum,
  readChange,
  readCircle,
  readConfig,
  readEntry,
  readFavourites,
  readGuestMembership,
  readItem,
  readLibrary,
  readMember,
  readLooks,
  readPlayPositions,
  readSubmission,
  tombstoneId,
  type EntryRow,
} from '@maru/model';
import { readLastVisited, writeLastVisited } from '@maru/model/library/last-visited';
import { album, circle, item, library, uid } from './ids.ts';

/** A kind of document that functions and clients exchange: how it is read, and samples. Samples have every value of every enumeration. */
interface Kind {
  readonly read: (value: unknown) => unknown;
  readonly samples: readonly unknown[];
}

const at = new Date(1_700_000_000_000);
const cover = { item, rev: 1, token: 't', thumbhash: 'h', file: 'grid' };
const takenAt = { local: '1987-05-05T12:00:00', offset: 540, utc: 1, precision: 'second', source: 'exif' };
const dates = DATE_PRECISIONS.flatMap((precision) => DATE_SOURCES.map((source) => ({ ...takenAt, precision, source })));

const entry = { kind: 'photo', state: 'ready', by: uid, rev: 1, token: 't', ratio: 1.5, variants: [], addedAt: at };
const fullEntry = {
  ...entry,
  ...{ guest: '이모', width: 3, height: 2, duration: 2, rotation: 90, thumbhash: 'h', takenAt, caption: '바다' },
  ...{ variants: ['360'], isUnsupported: true, orderKey: 'm', phash: '0123456789abcdef', isKept: true },
  panorama: { left: 0, top: 0.25, width: 1, height: 0.5 },
};
const entries = [
  entry,
  fullEntry,
  ...KINDS.map((kind) => ({ ...entry, kind })),
  ...ROTATIONS.map((rotation) => ({ ...entry, rotation })),
  ...dates.map((date) => ({ ...entry, takenAt: date })),
];

const announced = {
  state: 'uploading',
  uploader: uid,
  fileName: '바다.jpg',
  size: 3,
  albums: ['all'],
  addedAt: at,
  rev: 0,
};
const mediaInfo = {
  ...{ kind: 'photo', format: 'jpeg', rotation: 90, width: 3, height: 2, duration: 2, thumbhash: 'h' },
  ...{
    variants: ['360'],
    isUnsupported: true,
    pairing: ['k'],
    takenAt,
    digitizedAt: takenAt,
    placeName: '제주',
    camera: 'NIKON D90',
  },
  ...{ place: { latitude: 33, longitude: 126, altitude: 3 }, caption: '바다', people: ['엄마'] },
};
const edits = {
  caption: { value: '', at, key: library, before: '바다' },
  placeName: { value: '제주', at },
  takenAt: { value: takenAt, at },
  rotation: { value: 90, at },
  isKept: { value: true, at, key: library },
};
const items = [
  announced,
  ...ITEM_STATES.map((state) => ({ ...announced, state, changed: at })),
  ...FAILURES.map((failure) => ({ ...announced, state: 'failed', failure })),
  {
    ...announced,
    ...mediaInfo,
    ...{
      state: 'ready',
      guest: '이모',
      guestAdditions: { [album]: { by: uid, guest: '이모', at } },
      folder: '제주도',
      edits,
    },
    ...{ orderKeys: { [album]: 'm' }, rev: 1, targetRev: 2, token: 't', motionVideo: item, motionOf: item },
    ...{ trashedAt: at, deletedAt: at, isPurging: true },
  },
];

const plainAlbum = { title: '제주도', by: uid, audience: { kind: 'library' }, readers: [uid], count: 0, createdAt: at };
const albums = [
  plainAlbum,
  ...ALBUM_ORDERS.map((order) => ({ ...plainAlbum, order })),
  ...GUEST_UPLOADS.map((guestUploads) => ({ ...plainAlbum, guestUploads })),
  {
    ...plainAlbum,
    ...{
      audience: { kind: 'people', people: [uid], circles: [circle] },
      guests: { [uid]: { name: '이모', since: at } },
    },
    ...{ description: '첫째 날', cover, chosenCover: item, span: { from: '1987-05-05', to: '1987-05-06' } },
    ...{ deletedAt: at, mergedInto: album, index: { version: 3, through: at } },
  },
];

const plainSubmission = { state: 'uploading', by: uid, name: '이모', album, fileName: '바다.jpg', size: 3, at };
const plainActivity = { type: 'joined', at, by: uid, byName: '엄마' };
const config = {
  firebase: { apiKey: 'k', authDomain: 'd', projectId: 'p', appId: 'i' },
  buckets: { originals: 'o', renditions: 'r' },
  region: 'asia-northeast3',
  storageHost: 'https://firebasestorage.googleapis.com',
};
const people = [{ name: '엄마', address: 'mum@example.com', role: 'owner' }];

/** Rows of a sheet, as functions encode them. */
const rows = entries.map((one, i): EntryRow => [
  `${'i'.repeat(30)}${'abcdefghijklmnopqrstuvwxyz234567'[i % 32] ?? ''}${i < 32 ? 'a' : 'b'}` as typeof item,
  readEntry(one),
]);

/** Every kind of document and file that one of the two writes and the other reads. */
export const documents: Readonly<Record<string, Kind>> = {
  config: {
    read: readConfig,
    samples: [
      config,
      { ...config, appCheck: { siteKey: 's' } },
      { ...config, emulators: { auth: 1, firestore: 2, storage: 3, people } },
    ],
  },
  library: {
    read: readLibrary,
    samples: ROLES.map((role) => ({
      name: '우리 집',
      timeZone: 'Asia/Seoul',
      roles: { [uid]: role },
      members: [uid],
      deleteAt: at,
    })),
  },
  member: {
    read: readMember,
    samples: [{ name: '엄마', photo: 'https://lh3.googleusercontent.com/a/b', joinedAt: at }],
  },
  circle: { read: readCircle, samples: [{ name: '외가', members: [uid] }] },
  album: { read: readAlbum, samples: albums },
  item: { read: readItem, samples: items },
  entry: { read: readEntry, samples: entries },
  change: { read: (value) => readChange(item, value), samples: [{ ...fullEntry, changed: at }] },
  tombstone: { read: (value) => readChange(tombstoneId(item, '1987'), value), samples: [{ changed: at }] },
  submission: {
    read: readSubmission,
    samples: [
      ...SUBMISSION_STATES.map((state) => ({ ...plainSubmission, state, item })),
      ...FAILURES.map((failure) => ({ ...plainSubmission, state: 'failed', failure })),
    ],
  },
  activity: {
    read: readActivity,
    samples: [
      ...ACTIVITY_TYPES.map((type) => ({ ...plainActivity, type })),
      ...INVITE_ROLES.map((as) => ({ ...plainActivity, person: '이모', target: '제주도', otherCount: 2, as })),
    ],
  },
  guestMembership: { read: readGuestMembership, samples: [{ library, since: at }] },
  lastVisited: {
    read: readLastVisited,
    samples: [writeLastVisited({ library, album }), writeLastVisited({ library })],
  },
  playPositions: { read: readPlayPositions, samples: [{ items: { [item]: { at: 61.5, changed: 1 } } }] },
  looks: { read: readLooks, samples: [{ items: { [album]: { through: 2, before: 1, at: 3 } } }] },
  favourites: { read: readFavourites, samples: [{ items: { [item]: { album, sortKey: '1987' } } }] },
  sheet: { read: (text) => decodeSheet(String(text)), samples: [encodeSheet(rows)] },
  outline: {
    read: (page) => decodeOutline([String(page)]),
    samples: encodeOutline([describeSheet(1, rows as [EntryRow, ...EntryRow[]])], encodeSheet(rows)),
  },
};

/** What clients write under the security rules, which require exactly these fields. */
export const written: Readonly<Record<string, object>> = {
  announcement: announce({ uploader: uid, fileName: '바다.jpg', size: 3, albums: [album], folder: '제주도' }),
  lastVisited: writeLastVisited({ library, album }),
};
