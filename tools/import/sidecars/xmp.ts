import { dirname } from 'node:path';
import { compact, extensionOf, sidecarOfXmp, type TakeoutRule } from '@maru/model';
import { XMP_PARSER, xmpFields, type XmpFields } from '@maru/model/media/xmp';
import { XMLParser } from 'fast-xml-parser';
import type { LocalFile } from '../local-file.ts';
import { readText } from '../read-text.ts';

/** Lightroom's masks and darktable's history take some hundred kilobytes. */
const MAX_XMP_BYTES = 4 << 20;

/** Bounded in depth and entities. */
const parser = new XMLParser(XMP_PARSER);

/** A path without capitals, which programs write as they like in the names of sidecars. */
const keyOf = (path: string): string => path.normalize('NFC').toLowerCase();
const stemOf = (name: string): string => name.replace(/\.[^.]*$/, '');

async function readFields(file: LocalFile): Promise<XmpFields | undefined> {
  try {
    return xmpFields(parser.parse(await readText(file, MAX_XMP_BYTES)));
  } catch {
    return undefined;
  }
}

/** Finds the files that a sidecar describes, in its own folder: `a.jpg` by `a.jpg.xmp`, all `a.*` by `a.xmp`. */
class Media {
  readonly #byName = new Map<string, LocalFile[]>();
  readonly #byStem = new Map<string, LocalFile[]>();

  constructor(files: readonly LocalFile[]) {
    for (const file of files.filter(({ type }) => type === 'media')) {
      const folder = dirname(file.path);
      for (const [index, name] of [
        [this.#byName, file.name],
        [this.#byStem, stemOf(file.name)],
      ] as const) {
        const key = keyOf(`${folder}/${name}`);
        index.set(key, [...(index.get(key) ?? []), file]);
      }
    }
  }

  describedBy({ path, name }: LocalFile): { readonly files: readonly LocalFile[]; readonly rule: TakeoutRule } {
    const key = keyOf(`${dirname(path)}/${stemOf(name)}`);
    const named = this.#byName.get(key);
    return named ? { files: named, rule: 'name' } : { files: this.#byStem.get(key) ?? [], rule: 'no-extension' };
  }
}

/**
 * Completes files by the XMP sidecars beside them: date, caption, place and people. One with the whole name of its file comes before one with its stem, and
 * what another program's export says comes before both. Returns all files; other ones as they are.
 */
export async function readXmpSidecars(files: readonly LocalFile[]): Promise<LocalFile[]> {
  const sidecars = files.filter(({ type, name }) => type === 'not-media' && extensionOf(name) === 'xmp');
  if (sidecars.length === 0) return [...files];
  const media = new Media(files);
  const found = sidecars.map((file) => ({ file, ...media.describedBy(file) }));
  const completed = new Map<LocalFile, LocalFile>();
  for (const rule of ['name', 'no-extension'] as const) {
    for (const { file: xmp, files: described } of found.filter((one) => one.rule === rule)) {
      const fields = described.length === 0 ? undefined : await readFields(xmp);
      completed.set(xmp, { ...xmp, type: fields ? 'sidecar' : 'unused-sidecar' });
      if (!fields) continue;
      // Lightroom says which one of a raw photo and its JPEG it describes.
      const only = fields.first('photoshop:SidecarForExtension')?.toLowerCase();
      for (const file of described.filter(({ name }) => only === undefined || extensionOf(name) === only)) {
        if (completed.has(file)) continue;
        const sidecar = { ...sidecarOfXmp(fields), ...file.sidecar };
        completed.set(file, compact({ ...file, sidecar, matchedBy: file.matchedBy ?? { file: xmp.path, rule } }));
      }
    }
  }
  return files.map((file) => completed.get(file) ?? file);
}
