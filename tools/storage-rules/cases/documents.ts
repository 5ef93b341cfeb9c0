import { local, SECTION, type Entry } from './case.ts';

const CLUB = {
  documents: {
    '/users/mum': {
      memberships: { arrayValue: { values: [{ stringValue: 'hiking' }] } },
      since: { timestampValue: '2020-01-01T00:00:00Z' },
    },
    '/clubs/hiking': {
      leader: { referenceValue: 'projects/p/databases/(default)/documents/users/mum' },
      place: { geoPointValue: { latitude: 37.5, longitude: 127 } },
      size: { integerValue: '3' },
      fee: { doubleValue: 1.5 },
      open: { booleanValue: true },
      badge: { bytesValue: 'YQ==' },
      nothing: { nullValue: null },
      hours: { mapValue: { fields: { from: { integerValue: '9' } } } },
    },
  },
};
const USER = '/databases/(default)/documents/users/mum';
const HIKING = '/databases/(default)/documents/clubs/hiking';
const given = (...conditions: string[]) => conditions.map((condition) => ({ ...CLUB, condition }));
const values = [
  `firestore.get(${HIKING}).data.leader == ${USER}`,
  `firestore.get(${HIKING}).data.place.latitude() == 37.5`,
  `firestore.get(${HIKING}).data.size + 1 == 4`,
  `firestore.get(${HIKING}).data.fee == 1.5`,
  `firestore.get(${HIKING}).data.open`,
  `firestore.get(${HIKING}).data.badge == b'a'`,
  `firestore.get(${HIKING}).data.nothing == null`,
  `firestore.get(${HIKING}).data.hours.from == 9`,
  `firestore.get(${HIKING}).id == 'hiking'`,
];

/** The two functions that read Firestore. */
export const DOCUMENT_CASES: Entry[] = [
  local('firestore', 'firestore.get(path)', SECTION.storage('firestore.get'), {
    allow: [
      ...given(
        `'hiking' in firestore.get(${USER}).data.memberships`,
        `firestore.get(${USER}).data.since == timestamp.date(2020, 1, 1)`,
        `firestore.get(path('${USER}')).data.memberships.size() == 1`,
        `firestore.get(/databases/(default)/documents/users/$('no' + 'body')) == null`,
        ...values,
      ),
    ],
    deny: given(`'chess' in firestore.get(${USER}).data.memberships`),
    error: given(
      `firestore.get(/databases/(default)/documents/users/dad).data.memberships.size() == 1`,
      `firestore.get(${USER}).data.missing == 1`,
      `firestore.get('users/mum') == null`,
      `firestore.get(/users/mum) == null`,
      `firestore.get(/databases/(default)/documents/users) == null`,
      `firestore.get(/databases/other/documents/users/mum) == null`,
      `firestore.get(/databases/(default)/documents/users/$('a/b')) == null`,
      `firestore.get(/databases/(default)/documents/users/$('..')) == null`,
      // A third document: the limit denies the request and nothing absorbs it.
      `firestore.get(/databases/(default)/documents/a/1) == null && firestore.get(/databases/(default)/documents/a/2) == null && firestore.get(/databases/(default)/documents/a/3) == null || true`,
    ),
    refused: given(
      `get(${USER}).data.memberships.size() == 1`,
      `firestore.getAfter(${USER}) == null`,
      'firestore.get() == null',
    ),
  }),
  local('firestore', 'firestore.exists(path)', SECTION.storage('firestore.exists'), {
    allow: given(
      `firestore.exists(${USER})`,
      `firestore.exists(${USER}) && firestore.get(${USER}) != null && firestore.exists(${HIKING})`,
    ),
    deny: given('firestore.exists(/databases/(default)/documents/users/dad)'),
    error: given(`firestore.exists('${USER}')`, 'firestore.exists(/databases/(default)/documents/users)'),
    refused: given(`exists(${USER})`, `firestore.existsAfter(${USER})`),
  }),
];
