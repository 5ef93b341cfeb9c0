import type { Activity } from '@maru/model/library/activity';
import type { Album, Audience } from '@maru/model/library/album';
import { albumsFor } from '@maru/model/library/album';
import type { EndpointName, ApiRequest, ApiResponse } from '@maru/model/api/endpoints';
import type { Care } from '@maru/model/care/care';
import type { Circle } from '@maru/model/library/circle';
import {
  ALL,
  TRASH,
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
import type { CareChange, Cloud, Rows } from '../firebase/cloud.ts';
import { AlbumEntries } from './album.svelte.ts';
import { detached } from './detached.svelte.ts';
import { FavouriteEntries, FAVOURITES } from './favourites/favourite-entries.svelte.ts';
import { Favourites } from './favourites/favourites.svelte.ts';
import { stored } from './stored.ts';
import { Live, type LiveState } from './live.svelte.ts';
import { memoize } from './memoize.ts';
import { LastLooks } from './news/last-looks.svelte.ts';
import { NewPhotos } from './news/new-photos.svelte.ts';
import { PlayPositions } from './play-positions.svelte.ts';
import { watchAsMember } from './watch-as-member.svelte.ts';

/** The endpoints whose request names a library. */
type LibraryCall = { [N in EndpointName]: ApiRequest<N> extends { library: LibraryId } ? N : never }[EndpointName];

/** One person's libraries, and the albums of which they are a guest. */
export interface Memberships {
  readonly libraries: Live<Rows<LibraryId, Library>>;
  readonly guestMemberships: Live<Rows<AlbumId, GuestMembership>>;
}

/** One library as one person sees it, a member or a guest of some albums. */
export class LibraryView {
  readonly id: LibraryId;
  /** The entries of an album: the same object for the same album. */
  readonly entries: (album: AlbumId) => AlbumEntries;
  readonly favourites: Favourites;
  readonly favouriteEntries: FavouriteEntries;
  readonly playPositions: PlayPositions;
  readonly lastLooks: LastLooks;
  readonly newPhotos: NewPhotos;
  readonly #uid: Uid;
  readonly #cloud: Cloud;
  readonly #memberships: Memberships;
  readonly #albums: Live<Rows<AlbumId, Album>>;
  readonly #guestAlbums: (album: AlbumId) => Live<Album | undefined>;
  readonly #members: Live<Rows<Uid, Member>>;
  readonly #circles: Live<Rows<CircleId, Circle>>;
  readonly #submissions: Live<Rows<SubmissionId, Submission>>;
  readonly #cares: (viewer: Uid) => Live<Care | undefined>;
  readonly #items: (item: ItemId) => Live<Item | undefined>;
  readonly #activity: Live<Rows<string, Activity>>;

  constructor(cloud: Cloud, store: OfflineStore, memberships: Memberships, uid: Uid, id: LibraryId) {
    this.id = id;
    this.#uid = uid;
    this.#cloud = cloud;
    this.#memberships = memberships;
    this.entries = memoize(
      (album) =>
        new AlbumEntries(cloud, store, id, album, () => ({ album: this.album(album), state: this.albumState(album) })),
    );
    this.favourites = detached(() => new Favourites(cloud, store, uid, id));
    this.favouriteEntries = detached(
      () => new FavouriteEntries(this.favourites, this.entries, (album) => this.album(album) !== undefined),
    );
    this.playPositions = detached(() => new PlayPositions(cloud, store, uid, id));
    this.lastLooks = detached(() => new LastLooks(cloud, store, uid, id));
    this.newPhotos = detached(
      () => new NewPhotos(this.lastLooks, () => (this.library ? this.#albums.current : undefined), this.entries, uid),
    );
    const isMember = (): boolean => this.library !== undefined;
    this.#albums = new Live(
      (watcher) => watchAsMember(isMember, (member) => cloud.watchAlbums(id, uid, member), watcher),
      stored(store, `albums/${id}`),
    );
    this.#guestAlbums = memoize(
      (album) => new Live((watcher) => cloud.watchAlbum(id, album, watcher), stored(store, `album/${id}/${album}`)),
    );
    this.#members = new Live(
      (watcher) => watchAsMember(isMember, (member) => cloud.watchMembers(id, member), watcher),
      stored(store, `members/${id}`),
    );
    this.#circles = new Live((watcher) => cloud.watchCircles(id, watcher), stored(store, `circles/${id}`));
    this.#submissions = new Live((watcher) => cloud.watchSubmissions(id, watcher));
    this.#cares = memoize((viewer) => new Live((watcher) => cloud.watchCare(id, viewer, watcher)));
    this.#items = memoize((item) => new Live((watcher) => cloud.watchItem(id, item, watcher)));
    this.#activity = new Live((watcher) => cloud.watchActivity(id, watcher));
  }

  /** The entries that a page shows: of an album, or of the favourites. */
  shown(album: AlbumId): AlbumEntries | FavouriteEntries {
    return album === FAVOURITES ? this.favouriteEntries : this.entries(album);
  }

  /** The library; undefined while unknown and for non-members. */
  get library(): Library | undefined {
    return this.#memberships.libraries.current?.find(([id]) => id === this.id)?.[1];
  }

  /** Whether this person is a guest of the album and not a member of its library. */
  isGuestAlbum(album: AlbumId): boolean {
    if (this.library) return false;
    return (
      this.#memberships.guestMemberships.current?.some(([id, { library }]) => id === album && library === this.id) ??
      false
    );
  }

  /** Whether this person may do this in the library or, with `album`, as a guest of it; false while their role is unknown. */
  can(action: Action, album?: AlbumId): boolean {
    const { library } = this;
    if (library) return can(principalOf(library, this.#uid), action) && isAvailable(library, action);
    return album !== undefined && this.isGuestAlbum(album) && can('guest', action);
  }

  /** All albums but `all` and the trash, newest first; undefined while unknown and for guests. */
  get albums(): Rows<AlbumId, Album> | undefined {
    const albums = this.#albums.current?.filter(([id]) => id !== ALL && id !== TRASH);
    return albums?.toSorted(([, a], [, b]) => b.createdAt - a.createdAt);
  }

  /** The same albums, those first at which this person looked last, and those that are newer; undefined until both are known. */
  get recentAlbums(): Rows<AlbumId, Album> | undefined {
    const { looks, isReading, state } = this.lastLooks;
    if (!looks && (isReading || (this.#albums.state === 'live' && state === 'waiting'))) return undefined;
    const at = (id: AlbumId, { createdAt }: Album): number => Math.max(looks?.[id]?.at ?? 0, createdAt);
    return this.albums?.toSorted((a, b) => at(...b) - at(...a));
  }

  get albumsState(): LiveState {
    return this.#albums.state;
  }

  /** One album, including `all`; undefined while unknown, or if this person may not see it. */
  album(id: AlbumId): Album | undefined {
    if (this.isGuestAlbum(id)) return this.#guestAlbums(id).current;
    const { current: libraries } = this.#memberships.libraries;
    if (libraries && !this.library) return undefined;
    // Loaded together with the libraries, because most people are members; the rules deny others the albums.
    const albums = this.#albums.current;
    return this.library && albums?.find(([one]) => one === id)?.[1];
  }

  /** The state of the data behind `album(id)`. */
  albumState(id: AlbumId): LiveState {
    if (this.isGuestAlbum(id)) return this.#guestAlbums(id).state;
    if (this.library) return this.#albums.state;
    const { libraries, guestMemberships } = this.#memberships;
    // Neither a member nor a guest, once both lists are confirmed.
    return libraries.state === 'live' && guestMemberships.state === 'live' ? 'forbidden' : 'waiting';
  }

  /** What this person has access to here; undefined until the server has confirmed it. */
  get access(): LibraryAccess | undefined {
    const isMember = this.library !== undefined;
    if (!isMember) {
      const albums = (this.#memberships.guestMemberships.current ?? []).filter(
        ([, { library }]) => library === this.id,
      );
      return { isMember, albums: albums.map(([id]) => id), covers: [] };
    }
    if (this.#albums.state !== 'live') return undefined;
    const albums = this.#albums.current ?? [];
    const covers = albums.flatMap(([, { cover }]) => (cover ? [cover.item] : []));
    return { isMember, albums: albums.map(([id]) => id), covers };
  }

  /** The members with their roles, sorted by name. */
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

  /** The circles, sorted by name; undefined while unknown. Read it only with the permission `view-circles`. */
  get circles(): Rows<CircleId, Circle> | undefined {
    return this.#circles.current?.toSorted(([, a], [, b]) => a.name.localeCompare(b.name));
  }

  get circlesState(): LiveState {
    return this.#circles.state;
  }

  /** Submissions that await moderation, oldest first. Read it only with the permission `moderate-submissions`. */
  get submissions(): Rows<SubmissionId, Submission> | undefined {
    return this.#submissions.current?.toSorted(([, a], [, b]) => a.at - b.at);
  }

  /** A viewer's care; undefined while unknown, or if nobody has changed it. Only that viewer and owners may read it. */
  care(viewer: Uid): Care | undefined {
    return this.#cares(viewer).current;
  }

  careState(viewer: Uid): LiveState {
    return this.#cares(viewer).state;
  }

  /** Changes a viewer's care. Waits for the network; rejects as `Cloud.readItem` does. */
  changeCare(viewer: Uid, change: CareChange): Promise<void> {
    return this.#cloud.writeCare(this.id, viewer, this.#uid, change);
  }

  /** One item; undefined while unknown. Only owners and editors may read it. */
  item(id: ItemId): Item | undefined {
    return this.#items(id).current;
  }

  /** The activity log, latest first. Read it only with the permission `view-activity`. */
  get activity(): Rows<string, Activity> | undefined {
    return this.#activity.current?.toSorted(([, a], [, b]) => b.at - a.at);
  }

  get activityState(): LiveState {
    return this.#activity.state;
  }

  /** The albums that an upload to `album` is added to. `audience`: that of an album which was just created and is not known yet. */
  albumsFor(album: AlbumId, audience = this.album(album)?.audience): AlbumId[] {
    return albumsFor(album, audience ?? { kind: 'people', people: [], circles: [] }, ALL);
  }

  /** Calls an endpoint for this library; rejects as `Cloud.call` does. */
  call<N extends LibraryCall>(name: N, request: Omit<ApiRequest<N>, 'library'>): Promise<ApiResponse<N>> {
    return this.#cloud.call(name, { ...request, library: this.id });
  }

  /** Creates an album and returns its id; rejects as `Cloud.call` does. */
  async createAlbum(title: string, audience: Audience): Promise<AlbumId> {
    return (await this.#cloud.call('createAlbum', { library: this.id, title, audience })).album;
  }

  /** Invites a Google address; rejects as `Cloud.call` does. */
  async invite(address: string, role: Role): Promise<void> {
    await this.#cloud.call('inviteByEmail', { library: this.id, address, role });
  }

  /** Retries the processing of a failed item; rejects as `Cloud.call` does. */
  async retry(item: ItemId): Promise<void> {
    await this.#cloud.call('retryItem', { library: this.id, item });
  }
}
