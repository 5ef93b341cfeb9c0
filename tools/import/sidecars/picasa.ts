import { dirname } from 'node:path';
import { compact, isPicasaFile, nameOf, sidecarOf } from '@maru/model';
import iconv from 'iconv-lite';
import type { LocalFile } from '../local-file.ts';
import { readBytes } from '../read-text.ts';

/** A folder of 10,000 edited photos has about two megabytes. */
const MAX_INI_BYTES = 16 << 20;
/** An unnamed face. */
const NOBODY = 'ffffffffffffffff';
const FACE = /rect64\([\da-f]{1,16}\),([\da-f]{1,16})/gi;

type Section = ReadonlyMap<string, string>;
type Ini = ReadonlyMap<string, Section>;

/** In UTF-8, or as older versions wrote it on a Korean Windows. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return iconv.decode(Buffer.from(bytes), 'cp949');
  }
}

/** Sections by name, and values by key; the last of equal ones counts. */
function parseIni(text: string): Ini {
  const sections = new Map<string, Map<string, string>>();
  let section = new Map<string, string>();
  for (const line of text.normalize('NFC').split(/\r?\n/)) {
    const [, name] = /^\[(.+)\]\s*$/.exec(line) ?? [];
    if (name !== undefined) {
      section = sections.get(name) ?? new Map<string, string>();
      sections.set(name, section);
      continue;
    }
    const at = line.indexOf('=');
    if (at > 0) section.set(line.slice(0, at).trim(), line.slice(at + 1).trim());
  }
  return sections;
}

/** The names of people by the ids of their faces. Older versions wrote the ids of an account instead. */
function contactsIn(ini: Ini): [string, string][] {
  return ['Contacts', 'Contacts2'].flatMap((section) =>
    [...(ini.get(section) ?? [])].flatMap(([id, value]): [string, string][] => {
      const name = nameOf(value.split(';')[0] ?? '');
      return name === undefined || /_lh,[\da-f]+$/i.test(value) ? [] : [[id.toLowerCase(), name]];
    }),
  );
}

/** What the file of a folder says about one of its files. */
function described(file: LocalFile, ini: Ini, people: ReadonlyMap<string, string>): LocalFile {
  const folderTitle = nameOf(ini.get('Picasa')?.get('name') ?? '');
  const section = ini.get(file.name);
  if (!section) return compact({ ...file, folderTitle });
  if (section.get('hidden') === 'yes') return { ...file, type: 'hidden' };
  const ids = [...(section.get('faces') ?? '').matchAll(FACE)].map(([, id = '']) => id.toLowerCase());
  const names = ids.filter((id) => id !== NOBODY).flatMap((id) => people.get(id) ?? []);
  const albums = (section.get('albums') ?? '').split(',').flatMap((id) => {
    return nameOf(ini.get(`.album:${id.trim()}`)?.get('name') ?? '') ?? [];
  });
  const sidecar = {
    ...sidecarOf({ description: section.get('caption') ?? '', people: names }),
    ...file.sidecar,
  };
  return compact({
    ...file,
    folderTitle,
    sidecar: Object.keys(sidecar).length === 0 ? undefined : sidecar,
    isFavourite: section.get('star') === 'yes' ? (true as const) : file.isFavourite,
    albums: albums.length === 0 ? file.albums : [...new Set([...(file.albums ?? []), ...albums])],
  });
}

/**
 * Completes files by the `.picasa.ini` of their folder: captions, names of people, albums, stars, and the title of the folder; hidden photos stay out. What other
 * sidecars say comes first. A person may be named in the file of another folder only. Returns all files; other ones as they are.
 */
export async function readPicasa(files: readonly LocalFile[]): Promise<LocalFile[]> {
  const inis = new Map<LocalFile, Ini>();
  for (const file of files.filter(({ name, type }) => type === 'not-media' && isPicasaFile(name))) {
    const bytes = await readBytes(file, MAX_INI_BYTES).catch(() => undefined);
    if (bytes) inis.set(file, parseIni(decode(bytes)));
  }
  if (inis.size === 0) return [...files];
  const iniOf = new Map([...inis].map(([{ path }, ini]) => [dirname(path), ini]));
  const people = new Map([...inis.values()].flatMap(contactsIn));
  return files.map((file): LocalFile => {
    if (inis.has(file)) return { ...file, type: 'sidecar' };
    const ini = iniOf.get(dirname(file.path));
    return ini && file.type === 'media' ? described(file, ini, people) : file;
  });
}
