import { createContext } from 'svelte';
import type { Cover } from '@maru/model/library/album';
import { readConfig, type MaruConfig } from '@maru/model/config';
import type { LibraryId } from '@maru/model/ids';
import { objectUrl, renditionName, type RenditionFile } from '@maru/model/paths';
import type { Remembered } from '../device/startup-state.ts';
import type { Cloud } from '../firebase/cloud.ts';
import type { Session } from './session.svelte.ts';

/** What every page of this window stands on; made once in the root layout. */
export class App {
  readonly cloud: Cloud;
  readonly session: Session;
  readonly remembered: Remembered;
  #config = $state.raw<MaruConfig>();
  #isStranded = $state(false);

  constructor(cloud: Cloud, session: Session, remembered: Remembered) {
    this.cloud = cloud;
    this.session = session;
    this.remembered = remembered;
    try {
      this.#config = readConfig(remembered.config);
    } catch {
      // The first visit, or an older form.
    }
    cloud.config.then(
      (config) => {
        this.#config = remembered.config = config;
      },
      (error: unknown) => {
        console.error('no configuration', error);
        this.#isStranded = this.#config === undefined;
      },
    );
  }

  /** The configuration: the last one until the server has given its own. */
  get config(): MaruConfig | undefined {
    return this.#config;
  }

  /** True where there is no configuration and none can be had. */
  get isStranded(): boolean {
    return this.#isStranded;
  }

  /** The URL of a rendition, by its token; empty while there is no configuration. */
  urlOf(library: LibraryId, { item, rev, token }: Pick<Cover, 'item' | 'rev' | 'token'>, file: RenditionFile): string {
    if (!this.#config) return '';
    const { storageHost, buckets } = this.#config;
    return objectUrl(storageHost, buckets.renditions, renditionName(library, item, rev, file), token);
  }
}

/** The window's app, from any component below the root layout. */
export const [useApp, provideApp] = createContext<App>();
