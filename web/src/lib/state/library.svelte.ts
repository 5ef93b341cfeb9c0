import type { Activity } from '@maru/model/library/activity';
import type { Album, Audience } from '@maru/model/library/album';
import { albumsFor } from '@maru/model/library/album';
import type { EndpointName, ApiRequest, ApiResponse } from '@maru/model/api/endpoints';
import type { Circle } from '@maru/model/library/circle';
import {
  ALL,
  type AlbumId,
  type CircleId,
  type ItemId,
  type LibraryId,
  type SubmissionId,
  type Uid,
} from '@maru/model/ids';
import type { Item } from '@maru/model/library/item';
import type { Library, Member, Role } from '@maru/model/library/member';
import type { Submission } from '@maru/model/library/submission';
import { isAvailable, can, principalOf, type Action } from '@maru/model/access/policy';
import type { GuestMembership } from '@maru/model/library/guest-membership';
import type { LibraryAccess } from '../device/revoked-access.ts';
import type { OfflineStore } from '../device/offline-store.ts';
import type { Cloud, Rows } from '../firebase/cloud.ts';
import { AlbumEntries } from './album.svelte.ts';
import { stored } from './stored.ts';
import { Live, type LiveState } from './live.svelte.ts';
import { memoize } from './memoize.ts';

/** The callables that act in a library. */
type LibraryCall = { [N in EndpointName]: ApiRequest<N> extends { library: LibraryId } ? N : never }[EndpointName];

/** Where one person has a place: the libraries that they are a member of, and the albums that they are a guest of. */
export interface Standing {
  readonly libraries: Live<Rows<LibraryId, Library>>;
  readonly visits: Live<Rows<AlbumId, GuestMembership>>;
}

/** One library as one person sees it: a member all that is theirs, a guest their albums by themselves. */
export class LibraryView {
  readonly id: LibraryId;
  /** What is in an album: the same object for the same album. */
  readonly entries: (album: AlbumId) => AlbumEntries;
  readonly #uid: Uid;
  readonly #cloud: Cloud;
  readonly #standing: Standing;
  readonly #albums: Live<Rows<AlbumId, Album>>;
  readonly #visited: (album: AlbumId) => Live<Album | undefined>;
  readonly #members: Live<Rows<Uid, Member>>;
  readonly #circles: Live<Rows<CircleId, Circle>>;
  readonly #offers: Live<Rows<SubmissionId, Submission>>;
  readonly #items: (item: ItemId) => Live<Item | undefined>;
  readonly #activity: Live<Rows<string, Activity>>;

  constructor(cloud: Cloud, store: OfflineStore, standing: Standing, uid: Uid, id: LibraryId) {
    this.id = id;
    this.#uid = uid;
    this.#cloud = cloud;
    this.#standing = standing;
    this.entries = memoize((album) => new AlbumEntries(cloud, store, id, album, () => this.#isLost(album)));
    this.#albums = new Live((watcher) => cloud.watchAlbums(id, uid, watcher), stored(store, `albums/${id}`));
    this.#visited = memoize(
      (album) => new Live((watcher) => cloud.watchAlbum(id, album, watcher), stored(store, `album/${id}/${album}`)),
    );
    this.#members = new Live((watcher) => cloud.watchMembers(id, watcher), stored(store, `members/${id}`));
    this.#circles = new Live((watcher) => cloud.watchCircles(id, watcher), stored(store, `circles/${id}`));
    this.#offers = new Live((watcher) => cloud.watchOffers(id, watcher));
    this.#items = memoize((item) => new Live((watcher) => cloud.watchItem(id, item, watcher)));
    this.#activity = new Live((watcher) => cloud.watchActivity(id, watcher));
  }

  /** The library, or undefined while it is not known or where this person is no member. */
  get library(): Library | undefined {
    return this.#standing.libraries.current?.find(([id]) => id === this.id)?.[1];
  }

  /** Whether this person is a guest of this album and no member of its library. */
  isVisit(album: AlbumId): boolean {
    if (this.library) return false;
    return this.#standing.visits.current?.some(([id, { library }]) => id === album && library === this.id) ?? false;
  }

  /** Whether this person may do this here now, or with an album here; nothing while it is not known who they are to it. */
  may(action: Action, album?: AlbumId): boolean {
    const { library } = this;
    if (library) return can(principalOf(library, this.#uid), action) && isAvailable(library, action);
    return album !== undefined && this.isVisit(album) && can('guest', action);
  }

  /** The chosen albums, the latest made first; undefined while nothing is known. For members. */
  get albums(): Rows<AlbumId, Album> | undefined {
    return this.#albums.current?.filter(([id]) => id !== ALL).toSorted(([, a], [, b]) => b.madeAt - a.madeAt);
  }

  get albumsState(): LiveState {
    return this.#albums.state;
  }

  /** One album, `all` too; undefined while it is not known, or where there is none for this person. */
  album(id: AlbumId): Album | undefined {
    if (this.isVisit(id)) return this.#visited(id).current;
    return this.library && this.#albums.current?.find(([one]) => one === id)?.[1];
  }

  /** Whether there is something to say about an album yet. */
  albumState(id: AlbumId): LiveState {
    if (this.isVisit(id)) return this.#visited(id).state;
    if (this.library) return this.#albums.state;
    const { libraries, visits } = this.#standing;
    // Nobody to this library: that is known when both are.
    return libraries.state === 'live' && visits.state === 'live' ? 'may-not' : 'waiting';
  }

  /** Whether it is known that this person may not see an album (any more). */
  #isLost(id: AlbumId): boolean {
    const state = this.albumState(id);
    return state === 'may-not' || (state === 'live' && this.album(id) === undefined);
  }

  /** What this person has here, as the server has just said; undefined while it has not. */
  get access(): LibraryAccess | undefined {
    const isMember = this.library !== undefined;
    if (!isMember) {
      const albums = (this.#standing.visits.current ?? []).filter(([, { library }]) => library === this.id);
      return { isMember, albums: albums.map(([id]) => id), covers: [] };
    }
    if (this.#albums.state !== 'live') return undefined;
    const albums = this.#albums.current ?? [];
    const covers = albums.flatMap(([, { cover }]) => (cover ? [cover.item] : []));
    return { isMember, albums: albums.map(([id]) => id), covers };
  }

  /** The people of the library by name, with what each may do. */
  get people(): readonly { readonly uid: Uid; readonly member: Member; readonly role: Role }[] {
    const { library } = this;
    if (!library) return [];
    const { roles } = library;
    return (this.#members.current ?? [])
      .flatMap(([uid, member]) => {
        const role = roles[uid];
        return role ? [{ uid, member, role }] : [];
      })
      .toSorted((a, b) => a.member.name.localeCompare(b.member.name));
  }

  get peopleState(): LiveState {
    return this.#members.state;
  }

  /** The circles by name; undefined while nothing is known. To be read only for who may see circles. */
  get circles(): Rows<CircleId, Circle> | undefined {
    return this.#circles.current?.toSorted(([, a], [, b]) => a.name.localeCompare(b.name));
  }

  get circlesState(): LiveState {
    return this.#circles.state;
  }

  /** What guests brought and nobody has judged yet, the oldest first; to be read only for who may see offers. */
  get offers(): Rows<SubmissionId, Submission> | undefined {
    return this.#offers.current?.toSorted(([, a], [, b]) => a.at - b.at);
  }

  /** One item; undefined while it is not known. To be read only for who may see items. */
  item(id: ItemId): Item | undefined {
    return this.#items(id).current;
  }

  /** What happened, the latest first; to be read only for who may see it. */
  get activity(): Rows<string, Activity> | undefined {
    return this.#activity.current?.toSorted(([, a], [, b]) => b.at - a.at);
  }

  get activityState(): LiveState {
    return this.#activity.state;
  }

  /** The albums that a file added to `album` goes into. */
  albumsFor(album: AlbumId): AlbumId[] {
    return albumsFor(album, this.album(album)?.audience ?? { kind: 'people', people: [], circles: [] }, ALL);
  }

  /** Asks a callable about this library; rejects as `Cloud.call` does. */
  ask<N extends LibraryCall>(name: N, ask: Omit<ApiRequest<N>, 'library'>): Promise<ApiResponse<N>> {
    return this.#cloud.call(name, { ...ask, library: this.id });
  }

  /** Makes an album; rejects as `Cloud.call` does. */
  async makeAlbum(title: string, audience: Audience): Promise<AlbumId> {
    return (await this.#cloud.call('createAlbum', { library: this.id, title, audience })).album;
  }

  /** Keeps an invite for an address; rejects as `Cloud.call` does. */
  async invite(address: string, role: Role): Promise<void> {
    await this.#cloud.call('inviteByEmail', { library: this.id, address, role });
  }

  /** Makes a failed item again; rejects as `Cloud.call` does. */
  async tryAgain(item: ItemId): Promise<void> {
    await this.#cloud.call('retryItem', { library: this.id, item });
  }
}
