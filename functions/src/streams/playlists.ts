import { durationOf, type Chunk, type Stream, type StreamVariant } from '@maru/model';
import type { Part, PartResult } from './part.ts';
import { isComplete, isPlayable, playable, type StreamJob } from './stream-job.ts';

/** The names of the parts whose chunks can be played, in order: of the copied variant, the encoded ones and the sound. */
export function listedParts(job: StreamJob): Readonly<Record<'copy' | 'picture' | 'sound', string[]>> {
  const { plan, chunks, copyChunks, soundChunks } = job;
  const count = playable(job);
  const names = (length: number, prefix = ''): string[] => Array.from({ length }, (_, n) => `${prefix}${n}`);
  const atMost = (length: number): number => (isPlayable(job) ? length : Math.min(count, length));
  return {
    copy: plan.copy ? names(atMost(copyChunks), 'copy-') : [],
    // Beside a copied variant, which is there first, the encoded ones are listed when all are complete.
    picture: plan.copy && !isComplete(job) ? [] : names(atMost(chunks)),
    sound: names(atMost(soundChunks), 'sound-'),
  };
}

/** Joins the chunks of each variant; marks those that need another configuration of the decoder. */
function join(results: readonly PartResult[]): StreamVariant[] {
  const [first] = results;
  return (first?.variants ?? []).map(({ variant }) => {
    let config: string | undefined;
    const chunks = results.flatMap((result): Chunk[] => {
      const one = result.variants.find((other) => other.variant.name === variant.name);
      const isOther = config !== undefined && one?.config !== config;
      config = one?.config ?? config;
      return (one?.variant.chunks ?? []).map((chunk) => (isOther ? { ...chunk, isDiscontinuous: true } : chunk));
    });
    return { ...variant, chunks };
  });
}

/** The stream that the results of these parts make up, as far as it can be played, and its duration in seconds. */
export function streamOf(job: StreamJob, parts: ReadonlyMap<string, Part>): Stream & { readonly duration: number } {
  const listed = listedParts(job);
  const joined = (names: readonly string[]) => join(names.flatMap((name) => parts.get(name)?.result ?? []));
  const pictures = [...joined(listed.copy), ...joined(listed.picture)];
  const sounds = joined(listed.sound);
  const variants = pictures.length > 0 ? pictures : sounds;
  const [apart] = variants === pictures ? sounds : [];
  const [best] = variants;
  return { variants, duration: best ? durationOf(best) : 0, ...(apart && { sound: apart }) };
}
