import type { RulesName } from './mutants.ts';

/** Mutants that behave like the unchanged rules, with the proof. */
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
      'Every path in a request begins with /databases/DATABASE/documents, so a wildcard in place of a fixed segment matches only that segment.',
    names: [
      '/databases/{database}/documents: segment to wildcard: /databases → /{any}',
      '/databases/{database}/documents: segment to wildcard: /documents → /{any}',
    ],
  },
  {
    file: 'firestore.rules',
    proof:
      'A list request names no single document, so {uid} is unbound, isOwnUid() and isViewer() are errors, and an error denies.',
    names: [
      '/users/{uid} allow get: add verb: get → with list',
      '/users/{uid} allow create, update: add verb: create, update → with list',
      '/libraries/{library}/care/{uid} allow get: add verb: get → with list',
      '/libraries/{library}/care/{uid} allow create, update: add verb: create, update → with list',
    ],
  },
  {
    file: 'firestore.rules',
    proof: 'A list request names no single document, so {tv} is unbound, which is an error, and an error denies.',
    names: ['/libraries/{library}/tvs/{tv} allow get: add verb: get → with list'],
  },
  {
    file: 'firestore.rules',
    proof:
      'request.resource is the document after a write. Reads and deletes have none, so request.resource.data is an error, which denies.',
    names: [
      '/users/{uid} allow create, update: add verb: create, update → with get',
      '/users/{uid} allow create, update: add verb: create, update → with delete',
      '/users/{uid}/favourites/{library} allow create, update: add verb: create, update → with get',
      '/users/{uid}/favourites/{library} allow create, update: add verb: create, update → with list',
      '/users/{uid}/favourites/{library} allow create, update: add verb: create, update → with delete',
      '/users/{uid}/playPositions/{library} allow create, update: add verb: create, update → with get',
      '/users/{uid}/playPositions/{library} allow create, update: add verb: create, update → with list',
      '/users/{uid}/playPositions/{library} allow create, update: add verb: create, update → with delete',
      '/users/{uid}/looks/{library} allow create, update: add verb: create, update → with get',
      '/users/{uid}/looks/{library} allow create, update: add verb: create, update → with list',
      '/users/{uid}/looks/{library} allow create, update: add verb: create, update → with delete',
      '/libraries/{library}/care/{uid} allow create, update: add verb: create, update → with get',
      '/libraries/{library}/care/{uid} allow create, update: add verb: create, update → with delete',
      '/libraries/{library}/items/{item} allow create: add verb: create → with get',
      '/libraries/{library}/items/{item} allow create: add verb: create → with list',
      '/libraries/{library}/items/{item} allow create: add verb: create → with delete',
      '/libraries/{library}/items/{item} allow update: add verb: update → with get',
      '/libraries/{library}/items/{item} allow update: add verb: update → with list',
      '/libraries/{library}/items/{item} allow update: add verb: update → with delete',
    ],
  },
  {
    file: 'firestore.rules',
    proof:
      'resource is the document before the request. A create has none, so resource.data is an error, which denies; another, unchanged rule decides about creates.',
    names: [
      '/libraries/{library} allow get, list: add verb: get, list → with create',
      '/libraries/{library}/submissions/{submission} allow get: add verb: get → with create',
      '/libraries/{library}/items/{item} allow update: add verb: update → with create',
      '/libraries/{library}/albums/{album} allow get: add verb: get → with create',
      '/libraries/{library}/albums/{album} allow list: add verb: list → with create',
    ],
  },
  {
    file: 'firestore.rules',
    proof:
      'They differ only where request.time is addedAt plus seven days to the microsecond. Nobody chooses request.time, and a request refused in that microsecond succeeds in the next.',
    names: [
      "/libraries/{library}/items/{item} canTakeOver(): change comparison: request.time > (d.addedAt + duration.value(UPLOAD_DAYS(), 'd')) → request.time >= (d.addedAt + duration.value(UPLOAD_DAYS(), 'd'))",
    ],
  },
  {
    file: 'storage.rules',
    proof:
      'Every path in a request begins with /b/BUCKET/o, so a wildcard in place of a fixed letter matches only that letter.',
    names: ['/b/{bucket}/o: segment to wildcard: /b → /{any}', '/b/{bucket}/o: segment to wildcard: /o → /{any}'],
  },
  {
    file: 'firestore.rules',
    proof:
      "They differ only where request.time is the end of the TV's days to the microsecond. Nobody chooses request.time.",
    names: [
      '/libraries/{library}/albums/{album} isShownOn(): change comparison: request.time < tv.until → request.time <= tv.until',
    ],
  },
  {
    file: 'firestore.rules',
    proof:
      'They differ only where request.time is the end of the session to the millisecond. Nobody chooses request.time.',
    names: [
      'isProgram(): change comparison: request.time.toMillis() < request.auth.token.programUntil → request.time.toMillis() <= request.auth.token.programUntil',
    ],
  },
  {
    file: 'storage.rules',
    proof:
      'They differ only where request.time is the end of the session to the millisecond. Nobody chooses request.time.',
    names: [
      'isProgram(): change comparison: request.time.toMillis() < request.auth.token.programUntil → request.time.toMillis() <= request.auth.token.programUntil',
    ],
  },
  {
    file: 'firestore.rules',
    proof:
      'A map has no key null, so roles.get(null, …) is an error, which denies. The condition saves a read for callers without rights.',
    names: [
      "roleIn(): always one branch: (person() != null) ? libraryData(library).roles.get(person(), 'none') : 'none' → libraryData(library).roles.get(person(), 'none')",
    ],
  },
  {
    file: 'firestore.rules',
    proof:
      'For nobody, only canAdd() asks for a role, which a viewer does not pass: everybody else who asks is signed in with Google.',
    names: ["roleIn(): change string: 'none' → 'viewer' (2)"],
  },
  {
    file: 'firestore.rules',
    proof: 'Only the programs of person() act for somebody: another is nobody, and has no role.',
    names: [
      "canAdd(): extend list: ['verify'] → with 'other'",
      "/users/{uid} isOwnImport(): extend list: ['import'] → with 'other'",
      "/libraries/{library}/items/{item} allow list: extend list: ['import'] → with 'other'",
    ],
  },
  {
    file: 'storage.rules',
    proof: 'An uploader is a text, never null. The condition saves a read for callers without rights.',
    names: ['/originals/{library}/{item} allow create: drop conjunct: person() != null'],
  },
  {
    file: 'storage.rules',
    proof: 'Any text followed by at least one character is at least one character: both patterns match the same names.',
    names: ["isOriginals(): change pattern: '^.+-originals$' → '^.*.+-originals$'"],
  },
  {
    file: 'storage.rules',
    proof:
      'They differ only where request.time is the announcement plus seven days to the microsecond. Nobody chooses request.time.',
    names: [
      "/originals/{library}/{item} isAnnounced(): change comparison: request.time <= (announced.addedAt + duration.value(UPLOAD_DAYS(), 'd')) → request.time < (announced.addedAt + duration.value(UPLOAD_DAYS(), 'd'))",
      "/incoming/{library}/{uid}/{submission} isSubmitted(): change comparison: request.time <= (submitted.at + duration.value(UPLOAD_DAYS(), 'd')) → request.time < (submitted.at + duration.value(UPLOAD_DAYS(), 'd'))",
    ],
  },
  {
    file: 'storage.rules',
    proof:
      'resource is the object before the request, and the rule requires that there is none; updates and deletes need one. Gets and lists have no request.resource, so its size is an error, which denies.',
    names: [
      '/originals/{library}/{item} allow create: add verb: create → with get',
      '/originals/{library}/{item} allow create: add verb: create → with list',
      '/originals/{library}/{item} allow create: add verb: create → with update',
      '/originals/{library}/{item} allow create: add verb: create → with delete',
      '/incoming/{library}/{uid}/{submission} allow create: add verb: create → with get',
      '/incoming/{library}/{uid}/{submission} allow create: add verb: create → with list',
      '/incoming/{library}/{uid}/{submission} allow create: add verb: create → with update',
      '/incoming/{library}/{uid}/{submission} allow create: add verb: create → with delete',
    ],
  },
];
