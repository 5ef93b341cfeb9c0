import {
  ApiError,
  canViewAlbum,
  MAX_TV_PAIRINGS,
  MAX_TVS,
  paths,
  readAlbum,
  readLibrary,
  readTv,
  readTvPairing,
  TV_CODE_S,
  TV_DAYS,
  tvCodeOf,
  type ApiRequest,
  type ApiResponse,
  type TvPairing,
  type Uid,
} from '@maru/model';
import type { Caller } from '../access/caller.ts';
import { requirePermission } from '../library/people.ts';
import type { Accounts } from '../ports/deletion.ts';
import type { Fields, Store } from '../ports/documents.ts';
import type { Sessions } from '../ports/sessions.ts';
import type { Clock, Ids } from '../ports/system.ts';

interface PairingPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The pairing of a code that is still open for its TV at `now` (ms); throws ApiError for any other. */
function openPairing(fields: Fields | undefined, now: number): TvPairing {
  const pairing = fields && readTvPairing(fields);
  if (!pairing || now >= pairing.expiresAt) throw new ApiError('not-found');
  return pairing;
}

/** The pairing of a code that nobody confirmed yet; throws ApiError for any other. */
function unconfirmedPairing(fields: Fields | undefined, now: number): TvPairing {
  const pairing = openPairing(fields, now);
  if (pairing.paired) throw new ApiError('not-found');
  return pairing;
}

/** Creates the code that a TV shows. Only the hashes of code and secret are stored. */
export async function startTvPairing(
  { store, clock, ids }: PairingPorts,
  _caller: Caller | undefined,
  { name, challenge }: ApiRequest<'startTvPairing'>,
): Promise<ApiResponse<'startTvPairing'>> {
  const now = clock.now();
  const open = await store.count(paths.tvPairings(), { between: ['startedAt', new Date(now - TV_CODE_S * 1000)] });
  if (open >= MAX_TV_PAIRINGS) throw new ApiError('limit-reached');
  const expiresAt = now + TV_CODE_S * 1000;
  const code = await store.transact(async (tx) => {
    const code = tvCodeOf(ids.random());
    const path = paths.tvPairing(ids.fingerprint(code));
    const fields = await tx.read(path);
    // Never two TVs with one code. This happens once in 2^40 calls: the TV asks again.
    if (fields && now < readTvPairing(fields).expiresAt) throw new ApiError('limit-reached');
    tx.set(path, { challenge, name, startedAt: new Date(now), expiresAt: new Date(expiresAt) });
    return code;
  });
  return { code, expiresAt };
}

/** Hands a confirmed TV its token. */
export async function claimTv(
  { store, clock, ids, sessions }: PairingPorts & { readonly sessions: Sessions },
  _caller: Caller | undefined,
  { code, secret }: ApiRequest<'claimTv'>,
): Promise<ApiResponse<'claimTv'>> {
  const { challenge, paired } = openPairing(await store.read(paths.tvPairing(ids.fingerprint(code))), clock.now());
  if (challenge !== ids.fingerprint(secret)) throw new ApiError('not-found');
  if (!paired) return { isWaiting: true };
  const { library, tv } = paired;
  if (!(await store.read(paths.tv(library, tv)))) throw new ApiError('not-found');
  return { isWaiting: false, token: await sessions.customToken(tv, { tv: library }), library, tv };
}

/** Describes the TV that shows a code. */
export async function findTvPairing(
  { store, clock, ids }: PairingPorts,
  _caller: Caller,
  { code }: ApiRequest<'findTvPairing'>,
): Promise<ApiResponse<'findTvPairing'>> {
  const fields = await store.read(paths.tvPairing(ids.fingerprint(code)));
  const { name, startedAt } = unconfirmedPairing(fields, clock.now());
  return { name, startedAt };
}

/** Lets the TV that shows a code in, and removes the library's TVs whose time is over. */
export async function pairTv(
  { store, clock, ids, accounts }: PairingPorts & { readonly accounts: Accounts },
  caller: Caller,
  { library, code, albums }: ApiRequest<'pairTv'>,
): Promise<ApiResponse<'pairTv'>> {
  const tv = `tv:${ids.secret()}` as Uid;
  const pairingPath = paths.tvPairing(ids.fingerprint(code));
  const chosen = [...new Set(albums)];
  const ended = await store.transact(async (tx) => {
    const now = clock.now();
    const [pairingFields, libraryFields, ...albumFields] = await tx.readAll([
      pairingPath,
      paths.library(library),
      ...chosen.map((album) => paths.album(library, album)),
    ]);
    if (!libraryFields) throw new ApiError('forbidden');
    const found = readLibrary(libraryFields);
    requirePermission(found, caller, 'pair-tv');
    const canView = (fields: Fields | undefined): boolean =>
      fields !== undefined && canViewAlbum(found, readAlbum(fields), caller.uid);
    if (!albumFields.every(canView)) throw new ApiError('forbidden');
    const { name } = unconfirmedPairing(pairingFields, now);
    const others = await tx.find(paths.tvs(library), {});
    const ended = others.filter(({ fields }) => now >= readTv(fields).until);
    if (others.length - ended.length >= MAX_TVS) throw new ApiError('limit-reached');
    tx.set(paths.tv(library, tv), {
      ...{ member: caller.uid, name, albums: chosen },
      pairedAt: new Date(now),
      until: new Date(now + TV_DAYS * 86_400_000),
    });
    tx.update(pairingPath, { paired: { library, tv } });
    for (const { path } of ended) tx.remove(path);
    return ended;
  });
  for (const { id } of ended) await accounts.remove(id as Uid);
  return { tv };
}
