import { lineOf, MAX_CHAPTER_TITLE, MAX_CHAPTERS, type SuggestedChapter } from '@maru/model';
import type { MediaProbe, SceneChange } from '../ports/videos.ts';

/** A shorter video needs no chapters, seconds. */
export const MIN_SECONDS_WITH_CHAPTERS = 300;
/** The most changes of scene that are suggested, so that the list stays short enough to read. */
const MAX_SCENES = 40;
/** The least distance of suggestions from each other, and from both ends of the video, seconds. */
const MIN_DISTANCE_S = 45;

/** Returns the chapters that a file states, as a field of the item; no field if there are fewer than two. */
export function chaptersOfFile({ metadata, video, seconds: announced }: MediaProbe): {
  suggestedChapters?: readonly SuggestedChapter[];
} {
  const seconds = video?.seconds ?? announced ?? Infinity;
  const starts = new Map(
    (metadata?.chapters ?? [])
      .filter(({ at }) => at >= 0 && at < seconds)
      .map(({ at, title }) => [at, lineOf((title ?? '').slice(0, MAX_CHAPTER_TITLE), MAX_CHAPTER_TITLE)] as const),
  );
  // One chapter from the start to the end says nothing.
  if (starts.size < 2) return {};
  const sorted = [...starts].sort(([a], [b]) => a - b).slice(0, MAX_CHAPTERS);
  return {
    suggestedChapters: sorted.map(([at, title]) => ({ at, ...(title !== undefined && title !== '' && { title }) })),
  };
}

/** Chooses changes of scene that may begin chapters, the clearest first, and returns them in order. */
export function chaptersOfScenes(scenes: readonly SceneChange[], seconds: number): readonly SuggestedChapter[] {
  const chosen: number[] = [0, seconds];
  for (const { at } of scenes.toSorted((a, b) => b.score - a.score)) {
    if (chosen.length === MAX_SCENES + 2) break;
    if (chosen.every((other) => Math.abs(other - at) >= MIN_DISTANCE_S)) chosen.push(at);
  }
  return chosen
    .slice(2)
    .sort((a, b) => a - b)
    .map((at) => ({ at: Math.round(at * 10) / 10 }));
}
