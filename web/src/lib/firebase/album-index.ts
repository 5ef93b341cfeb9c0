import {
  Bytes,
  collection,
  doc,
  getDocFromServer,
  getDocsFromServer,
  type DocumentSnapshot,
  type Firestore,
} from 'firebase/firestore';
import { decodeOutline } from '@maru/model/album-index/outline';
import { paths } from '@maru/model/paths';
import { BadDocument } from '@maru/model/schema';
import type { Cloud } from './cloud.ts';
import { refusalOf } from './error-code.ts';
import { inflate } from './inflate.ts';

async function textOf(snapshot: DocumentSnapshot): Promise<string> {
  const data: unknown = snapshot.get('data');
  if (!(data instanceof Bytes)) throw new BadDocument('index', 'data');
  return inflate(data.toUint8Array().slice());
}

/** Implements the reads of album indexes. */
export function readIndexOf(db: Firestore): Pick<Cloud, 'readOutline' | 'readSheet'> {
  return {
    readOutline: async (library, album) => {
      const { docs } = await getDocsFromServer(collection(db, paths.outline(library, album))).catch(
        (error: unknown) => {
          throw refusalOf(error);
        },
      );
      const pages = docs.toSorted((a, b) => Number(a.id) - Number(b.id));
      // Page by page, so that no task is long.
      const decoded = [];
      for (const page of pages) decoded.push(decodeOutline([await textOf(page)]));
      const inline = decoded[0]?.inline;
      return { outline: decoded.flatMap(({ outline }) => outline), ...(inline !== undefined && { inline }) };
    },
    readSheet: async (library, album, id) => {
      const snapshot = await getDocFromServer(doc(db, paths.sheet(library, album, id))).catch((error: unknown) => {
        throw refusalOf(error);
      });
      if (!snapshot.exists()) return undefined;
      const version: unknown = snapshot.get('version');
      if (typeof version !== 'number') throw new BadDocument('sheet', 'version');
      return { version, text: await textOf(snapshot) };
    },
  };
}
