import { IMAGES, incomingName, MASTER, originalName, paths, renditionName } from '@maru/model';
import { album, circle, item, library, submission, uid } from './ids.ts';

/** Names of documents and objects by which clients find what functions wrote, and the reverse. */
export const names: Readonly<Record<string, string>> = {
  user: paths.user(uid),
  guestMembership: paths.guestMembership(uid, album),
  favourites: paths.favourites(uid, library),
  playPositions: paths.playPositions(uid, library),
  looks: paths.looks(uid, library),
  library: paths.library(library),
  member: paths.member(library, uid),
  circle: paths.circle(library, circle),
  submission: paths.submission(library, submission),
  activity: paths.activity(library, 'a'),
  item: paths.item(library, item),
  album: paths.album(library, album),
  entry: paths.entry(library, album, item),
  tombstone: paths.tombstone(library, album, item, '1987'),
  outlinePage: paths.outlinePage(library, album, 0),
  sheet: paths.sheet(library, album, item),
  original: originalName(library, item),
  incoming: incomingName(library, uid, submission),
  ...Object.fromEntries(([...IMAGES, MASTER] as const).map((file) => [file, renditionName(library, item, 1, file)])),
};
