import { createContext } from 'svelte';
import type { Cover } from '@maru/model/library/album';
import { readConfig, type MaruConfig } from '@maru/model/config';
import type { LibraryId } from '@maru/model/ids';
import { objectUrl, renditionName, type RenditionFile } from '@maru/model/paths';
import type { StartupState } from '../device/startup-state.ts';
import type { Cloud } from '../firebase/cloud.ts';
import type { Session } from './session.svelte.ts';

/** The dependencies of every page; created once in the root layout. */
export class App {
  readonly cloud: Cloud;
  readonly session: Session;
  readonly remembered: StartupState;
  #config = $state.raw<MaruConfig>();
  #isFirstRunOffline = $state(false);

  constructor(cloud: Cloud, session: Session, remembered: StartupState) {
    this.cloud = cloud;
    this.session = session;
    this.remembered = remembered;
    try {
      this.#config = readConfig(remembered.config);
    } catch {
      // Nothing is stored yet, or it was stored by an older version.
    }
    cloud.config.then(
      (config) => {
        this.#config = remembered.config = config;
      },
      (error: unknown) => {
        console.error('no configuration', error);
        this.#isFirstRunOffline = this.#config === undefined;
      },
    );
  }

  /** The configuration: the stored one until the server's has loaded. */
  get config(): MaruConfig | undefined {
    return this.#config;
  }

  /** True if no configuration is stored and it cannot be fetched. */
  get isFirstRunOffline(): boolean {
    return this.#isFirstRunOffline;
  }

  /** The URL of a rendition with its token; empty until the configuration has loaded. */
  urlOf(library: LibraryId, { item, rev, token }: Pick<Cover, 'item' | 'rev' | 'token'>, file: RenditionFile): string {
    if (!this.#config) return '';
    const { storageHost, buckets } = this.#config;
    return objectUrl(storageHost, buckets.renditions, renditionName(library, item, rev, file), token);
  }

  /** The image of an album's cover; empty without a cover. */
  coverImage(library: LibraryId, cover: Cover | undefined): { coverUrl?: string; thumbhash?: string | undefined } {
    return cover ? { coverUrl: this.urlOf(library, cover, cover.file), thumbhash: cover.thumbhash } : {};
  }
}

/** The window's app, for any component below the root layout. */
export const [useApp, provideApp] = createContext<App>();
