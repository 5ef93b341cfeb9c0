/** A choice of quality: `auto` adapts to the network, `sharp` is the best, `saving` adapts among small variants; else one variant's name. */
export type Quality = 'auto' | 'sharp' | 'saving' | (string & {});

/** The choices that apply to every stream. */
export const MODES = ['auto', 'sharp', 'saving'] as const;

/** `saving` uses no variant with more lines than this, if there is a smaller one. */
const SAVING_LINES = 480;

/** A variant, as far as its choice needs it. Sizes in pixels; 0 if the playlist has none. */
interface Level {
  readonly name: string | undefined;
  readonly width: number;
  readonly height: number;
}

/** What a player does for a choice: plays the level `fixed`, or adapts among the levels up to `cap`; -1 means no level. */
interface LevelChoice {
  readonly fixed: number;
  readonly cap: number;
}

/** The levels of a choice. `levels` are ordered from the smallest to the best. An unknown variant adapts. */
export function levelsOf(quality: Quality, levels: readonly Level[]): LevelChoice {
  if (quality === 'auto') return { fixed: -1, cap: -1 };
  if (quality === 'sharp') return { fixed: levels.length - 1, cap: -1 };
  if (quality === 'saving') {
    const cap = levels.findLastIndex(({ width, height }) => Math.min(width, height) <= SAVING_LINES);
    return { fixed: -1, cap: Math.max(0, cap) };
  }
  return { fixed: levels.findIndex(({ name }) => name === quality), cap: -1 };
}
