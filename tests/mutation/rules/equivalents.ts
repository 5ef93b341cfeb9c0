import type { RulesName } from './mutants.ts';

/** Mutants that behave like the unchanged rules, and the proof. */
export interface Equivalent {
  readonly file: RulesName;
  readonly proof: string;
  /** Names of mutants. */
  readonly names: readonly string[];
}

/** The run fails if one of these is killed or no longer generated. */
export const EQUIVALENTS: readonly Equivalent[] = [
  {
    file: 'firestore.rules',
    proof:
      'Every path that the service asks rules about begins /databases/DATABASE/documents: a wildcard in place of a fixed word meets that word only.',
    names: [
      '/databases/{database}/documents: segment to wildcard: /databases → /{any}',
      '/databases/{database}/documents: segment to wildcard: /documents → /{any}',
    ],
  },
  {
    file: 'firestore.rules',
    proof:
      'A list asks about no single document, so that {uid} holds nothing and isOwnUid() is an error, which denies, whoever asks.',
    names: [
      '/users/{uid} allow get: add a verb: get → with list',
      '/users/{uid} allow create, update: add a verb: create, update → with list',
    ],
  },
  {
    file: 'firestore.rules',
    proof:
      'request.resource is what a write would leave behind: a read and a delete have none, so that request.resource.data is an error, which denies.',
    names: [
      '/users/{uid} allow create, update: add a verb: create, update → with get',
      '/users/{uid} allow create, update: add a verb: create, update → with delete',
      '/libraries/{library}/items/{item} allow create: add a verb: create → with get',
      '/libraries/{library}/items/{item} allow create: add a verb: create → with list',
      '/libraries/{library}/items/{item} allow create: add a verb: create → with delete',
      '/libraries/{library}/items/{item} allow update: add a verb: update → with get',
      '/libraries/{library}/items/{item} allow update: add a verb: update → with list',
      '/libraries/{library}/items/{item} allow update: add a verb: update → with delete',
    ],
  },
  {
    file: 'firestore.rules',
    proof:
      'resource is the document as it is: a create has none, so that resource.data is an error, which denies; a create may only be allowed by another rule, which is not changed.',
    names: [
      '/libraries/{library} allow get, list: add a verb: get, list → with create',
      '/libraries/{library}/submissions/{submission} allow get: add a verb: get → with create',
      '/libraries/{library}/items/{item} allow update: add a verb: update → with create',
      '/libraries/{library}/albums/{album} allow get: add a verb: get → with create',
      '/libraries/{library}/albums/{album} allow list: add a verb: list → with create',
    ],
  },
  {
    file: 'firestore.rules',
    proof:
      'Who is a reader and a member may get the album already: canViewAlbum() asks for a reader who is a member or a guest, and isMember() holds for nobody who is not signed in with Google.',
    names: ['/libraries/{library}/albums/{album} allow list: add a verb: list → with get'],
  },
  {
    file: 'firestore.rules',
    proof:
      'They differ where request.time is addedAt and seven days to the microsecond. Nobody chooses request.time, and who is refused in that microsecond may in the next.',
    names: [
      "/libraries/{library}/items/{item} canTakeOver(): other comparison: request.time > (d.addedAt + duration.value(UPLOAD_DAYS(), 'd')) → request.time >= (d.addedAt + duration.value(UPLOAD_DAYS(), 'd'))",
    ],
  },
  {
    file: 'storage.rules',
    proof:
      'Every path that the service asks rules about begins /b/BUCKET/o: a wildcard in place of a fixed letter meets that letter only.',
    names: ['/b/{bucket}/o: segment to wildcard: /b → /{any}', '/b/{bucket}/o: segment to wildcard: /o → /{any}'],
  },
  {
    file: 'storage.rules',
    proof: 'Anything and then one letter or more is one letter or more: both patterns match the same names.',
    names: ["isOriginals(): other pattern: '^.+-originals$' → '^.*.+-originals$'"],
  },
  {
    file: 'storage.rules',
    proof:
      'They differ where request.time is the announcement and seven days to the microsecond. Nobody chooses request.time.',
    names: [
      "/originals/{library}/{item} isAnnounced(): other comparison: request.time <= (announced.addedAt + duration.value(UPLOAD_DAYS(), 'd')) → request.time < (announced.addedAt + duration.value(UPLOAD_DAYS(), 'd'))",
      "/incoming/{library}/{uid}/{submission} isSubmitted(): other comparison: request.time <= (submitted.at + duration.value(UPLOAD_DAYS(), 'd')) → request.time < (submitted.at + duration.value(UPLOAD_DAYS(), 'd'))",
    ],
  },
  {
    file: 'storage.rules',
    proof:
      'resource is the object as it is, and the rule asks that there is none: to update or delete one needs one. A get and a list have no request.resource, so that its size is an error, which denies.',
    names: [
      '/originals/{library}/{item} allow create: add a verb: create → with get',
      '/originals/{library}/{item} allow create: add a verb: create → with list',
      '/originals/{library}/{item} allow create: add a verb: create → with update',
      '/originals/{library}/{item} allow create: add a verb: create → with delete',
      '/incoming/{library}/{uid}/{submission} allow create: add a verb: create → with get',
      '/incoming/{library}/{uid}/{submission} allow create: add a verb: create → with list',
      '/incoming/{library}/{uid}/{submission} allow create: add a verb: create → with update',
      '/incoming/{library}/{uid}/{submission} allow create: add a verb: create → with delete',
    ],
  },
];
