import { createContext } from 'svelte';
import type { Cover } from '@maru/model/library/album';
import { readConfig, type MaruConfig } from '@maru/model/config';
import type { LibraryId } from '@maru/model/ids';
import { objectUrl, renditionName, type RenditionFile } from '@maru/model/paths';
import type { StartupState } from '../device/startup-state.ts';
import type { Cloud } from '../firebase/cloud.ts';
import type { Session } from './session.svelte.ts';

/** What every page of this window needs; created once in the root layout. */
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
      // The first visit, or an older form of it.
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

  /** The configuration: the stored one until the server's is here. */
  get config(): MaruConfig | undefined {
    return this.#config;
  }

  /** True if there is no stored configuration and none can be fetched. */
  get isFirstRunOffline(): boolean {
    return this.#isFirstRunOffline;
  }

  /** The URL of a rendition with its token; empty while there is no configuration. */
  urlOf(library: LibraryId, { item, rev, token }: Pick<Cover, 'item' | 'rev' | 'token'>, file: RenditionFile): string {
    if (!this.#config) return '';
    const { storageHost, buckets } = this.#config;
    return objectUrl(storageHost, buckets.renditions, renditionName(library, item, rev, file), token);
  }
}

/** The window's app, from any component below the root layout. */
export const [useApp, provideApp] = createContext<App>();
