import { isLibraryId, type LibraryId } from '@maru/model/ids';
import { readStorage, writeStorage } from '../web-storage.ts';

const LIBRARY = 'maru-tv';

/** What a paired TV remembers beside its sign-in: its library. Nothing else of a TV is stored. */
export interface TvDevice {
  library: LibraryId | undefined;
}

/** The TV that this browser is. */
export const tvDevice = (storage: Storage): TvDevice => ({
  get library() {
    const library = readStorage(storage, LIBRARY);
    return isLibraryId(library) ? library : undefined;
  },
  set library(library) {
    writeStorage(storage, LIBRARY, library);
  },
});

/** By what user agents say of a TV or a computer; the first that fits. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/Tizen/, 'Samsung TV'],
  [/Web0S|webOS/, 'LG TV'],
  [/AFT|Silk/, 'Fire TV'],
  [/Android TV|GoogleTV|BRAVIA|CrKey/, 'Google TV'],
  [/PlayStation/, 'PlayStation'],
  [/Xbox/, 'Xbox'],
  [/iPad|Android/, 'Tablet'],
  [/Windows/, 'Windows'],
  [/Macintosh/, 'Mac'],
  [/Linux/, 'Linux'],
];

/** What this device calls itself to the member who lets it in, from its user agent. */
export const tvNameOf = (userAgent: string): string => NAMES.find(([form]) => form.test(userAgent))?.[1] ?? 'TV';
