import type { Chapter } from '@maru/model';
import { chapterAt } from '@maru/model/library/chapters';
import type { Player } from '../../media/player.svelte.ts';

/** The player, and what of the viewer a key may use. */
interface PlayerCommands {
  readonly player: Player;
  readonly chapters: readonly Chapter[];
  /** Enters or leaves full screen. */
  readonly toggleFullScreen: () => void;
  readonly previous: () => void;
  readonly next: () => void;
}

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];

type Command = (commands: PlayerCommands) => void;

const skip =
  (seconds: number): Command =>
  ({ player }) =>
    player.skip(seconds);
const louder =
  (by: number): Command =>
  ({ player: { settings } }) =>
    settings.setVolume(settings.volume + by);
const faster =
  (by: 1 | -1): Command =>
  ({ player: { settings } }) =>
    settings.setSpeed(SPEEDS[SPEEDS.indexOf(settings.speed) + by] ?? settings.speed);
const toChapter =
  (by: 1 | -1): Command =>
  ({ player, chapters }) => {
    if (chapters.length === 0) return;
    const { time, backFrom } = player.timeline;
    const to = by === 1 ? chapters.find(({ at }) => at > time) : chapters[chapterAt(chapters, backFrom)];
    if (to) player.seek(to.at);
    else if (by === -1) player.seek(0);
  };
const toggle: Command = ({ player }) => player.toggle();

/** YouTube's keys, by chord. */
const KEYS: Readonly<Record<string, Command>> = {
  ' ': toggle,
  k: toggle,
  j: skip(-10),
  l: skip(10),
  ArrowLeft: skip(-5),
  ArrowRight: skip(5),
  ArrowUp: louder(0.05),
  ArrowDown: louder(-0.05),
  Home: ({ player }) => player.seek(0),
  End: ({ player }) => player.seek(player.timeline.duration),
  m: ({ player }) => player.settings.toggleMuted(),
  c: ({ player }) => player.captions.toggle(),
  f: ({ toggleFullScreen }) => toggleFullScreen(),
  '<': faster(-1),
  '>': faster(1),
  ',': ({ player }) => player.stepFrame(-1),
  '.': ({ player }) => player.stepFrame(1),
  'Ctrl+ArrowLeft': toChapter(-1),
  'Ctrl+ArrowRight': toChapter(1),
  'Shift+p': ({ previous }) => previous(),
  'Shift+n': ({ next }) => next(),
};

/**
 * Names the keys that are pressed together: `k`, `Ctrl+ArrowLeft`, `Shift+n`. A letter is its Latin lower case, also while the keyboard is
 * switched to Hangul; of any other key, Shift is part of what it types (`<`).
 */
export function chordOf({ key, code, ctrlKey, altKey, metaKey, shiftKey }: KeyboardEvent): string {
  const letter = code.startsWith('Key') ? code.slice(3).toLowerCase() : undefined;
  const modifiers = { Ctrl: ctrlKey, Alt: altKey, Meta: metaKey, Shift: shiftKey && letter !== undefined };
  const pressed = Object.entries(modifiers).filter(([, isPressed]) => isPressed);
  return [...pressed.map(([name]) => name), letter ?? key].join('+');
}

/** What a key does while a video or a sound is loaded; undefined if it does nothing. */
export function playerCommandOf(event: KeyboardEvent): Command | undefined {
  const chord = chordOf(event);
  if (/^\d$/.test(chord)) return ({ player }) => player.seek((player.timeline.duration * Number(chord)) / 10);
  return KEYS[chord];
}
