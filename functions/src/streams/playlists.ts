import { durationOf, type Chunk, type Stream, type StreamVariant } from '@maru/model';
import type { Part, PartResult } from './part.ts';
import { isComplete, isPlayable, playable, type StreamJob } from './stream-job.ts';

/** The names of the parts whose chunks can be played, in order: of the lead, the other variants and the sound. */
export function listedParts(job: StreamJob): Readonly<Record<'lead' | 'picture' | 'sound', string[]>> {
  const { plan, chunks, leadChunks, soundChunks } = job;
  const count = playable(job);
  const names = (length: number, prefix = ''): string[] => Array.from({ length }, (_, n) => `${prefix}${n}`);
  const atMost = (length: number): number => (isPlayable(job) ? length : Math.min(count, length));
  return {
    lead: plan.lead ? names(atMost(leadChunks), 'lead-') : [],
    // Beside a lead, which is there first, the others are listed when all are complete.
    picture: plan.lead && !isComplete(job) ? [] : names(atMost(chunks)),
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

/** Orders variants from the best to the smallest. */
export const bestFirst = (a: Pick<StreamVariant, 'height'>, b: Pick<StreamVariant, 'height'>): number =>
  (b.height ?? 0) - (a.height ?? 0);

/** The stream that the results of these parts make up, as far as it can be played, and its duration in seconds. */
export function streamOf(job: StreamJob, parts: ReadonlyMap<string, Part>): Stream & { readonly duration: number } {
  const listed = listedParts(job);
  const joined = (names: readonly string[]) => join(names.flatMap((name) => parts.get(name)?.result ?? []));
  const pictures = [...joined(listed.lead), ...joined(listed.picture)].sort(bestFirst);
  const sounds = joined(listed.sound);
  const variants = pictures.length > 0 ? pictures : sounds;
  const [apart] = variants === pictures ? sounds : [];
  const [best] = variants;
  return { variants, duration: best ? durationOf(best) : 0, ...(apart && { sound: apart }) };
}
