import { expect, test, vi } from 'vitest';
import { Player } from '../../media/player.svelte.ts';
import { chordOf, playerCommandOf } from './keys.ts';

const twoChapters = [30, 100].map((at) => ({ at, title: '' }));

function press(init: KeyboardEventInit & { key: string }, time = 0, chapters = twoChapters) {
  const player = new Player();
  const calls: string[] = [];
  vi.spyOn(player, 'toggle').mockImplementation(() => void calls.push('toggle'));
  vi.spyOn(player, 'skip').mockImplementation((by) => void calls.push(`skip ${String(by)}`));
  vi.spyOn(player, 'seek').mockImplementation((to) => void calls.push(`seek ${String(to)}`));
  vi.spyOn(player, 'stepFrame').mockImplementation((by) => void calls.push(`frame ${String(by)}`));
  vi.spyOn(player.timeline, 'duration', 'get').mockReturnValue(200);
  vi.spyOn(player.timeline, 'time', 'get').mockReturnValue(time);
  vi.spyOn(player.settings, 'setVolume').mockImplementation((to) => void calls.push(`volume ${to.toFixed(2)}`));
  vi.spyOn(player.settings, 'toggleMuted').mockImplementation(() => void calls.push('mute'));
  vi.spyOn(player.captions, 'toggle').mockImplementation(() => void calls.push('captions'));
  const other = (name: string) => (): void => void calls.push(name);
  playerCommandOf(new KeyboardEvent('keydown', init))?.({
    player,
    chapters,
    toggleFullScreen: other('full screen'),
    previous: other('previous'),
    next: other('next'),
  });
  return [...calls, ...(player.settings.speed === 1 ? [] : [`speed ${String(player.settings.speed)}`])];
}

test.each([
  [{ key: ' ' }, 'toggle'],
  [{ key: 'k', code: 'KeyK' }, 'toggle'],
  // A keyboard that is switched to Hangul.
  [{ key: 'ㅓ', code: 'KeyJ' }, 'skip -10'],
  [{ key: 'l', code: 'KeyL' }, 'skip 10'],
  [{ key: 'ArrowLeft' }, 'skip -5'],
  [{ key: 'ArrowRight' }, 'skip 5'],
  [{ key: 'ArrowDown' }, 'volume 0.95'],
  [{ key: 'm', code: 'KeyM' }, 'mute'],
  [{ key: 'f', code: 'KeyF' }, 'full screen'],
  [{ key: 'c', code: 'KeyC' }, 'captions'],
  [{ key: '0', code: 'Digit0' }, 'seek 0'],
  [{ key: '9', code: 'Digit9' }, 'seek 180'],
  [{ key: ',', code: 'Comma' }, 'frame -1'],
  [{ key: '.', code: 'Period' }, 'frame 1'],
  [{ key: '<', code: 'Comma', shiftKey: true }, 'speed 0.75'],
  [{ key: '>', code: 'Period', shiftKey: true }, 'speed 1.25'],
  [{ key: 'N', code: 'KeyN', shiftKey: true }, 'next'],
  [{ key: 'P', code: 'KeyP', shiftKey: true }, 'previous'],
])('%o', (init, call) => {
  expect(press(init)).toEqual([call]);
});

test.each([
  ['ArrowRight', 0, 'seek 30'],
  ['ArrowRight', 30, 'seek 100'],
  ['ArrowRight', 100, undefined],
  ['ArrowLeft', 120, 'seek 100'],
  ['ArrowLeft', 101, 'seek 30'],
  ['ArrowLeft', 31, 'seek 0'],
])('Ctrl and %s at %d s goes to a chapter', (key, time, call) => {
  expect(press({ key, ctrlKey: true }, time)).toEqual(call === undefined ? [] : [call]);
});

test('Ctrl with an arrow does nothing without chapters', () => {
  expect(['ArrowLeft', 'ArrowRight'].flatMap((key) => press({ key, ctrlKey: true }, 50, []))).toEqual([]);
});

test.each([
  [{ key: 'K', code: 'KeyK' }, 'k'],
  [{ key: 'N', code: 'KeyN', shiftKey: true }, 'Shift+n'],
  [{ key: '<', code: 'Comma', shiftKey: true }, '<'],
  [{ key: 'ArrowLeft', code: 'ArrowLeft', ctrlKey: true }, 'Ctrl+ArrowLeft'],
  [{ key: 'ㅊ', code: 'KeyC', metaKey: true, altKey: true }, 'Alt+Meta+c'],
])('%o is the chord %s', (init, chord) => {
  expect(chordOf(new KeyboardEvent('keydown', init))).toBe(chord);
});

test('leaves other keys alone', () => {
  expect(playerCommandOf(new KeyboardEvent('keydown', { key: 'c', code: 'KeyC', ctrlKey: true }))).toBeUndefined();
  expect(playerCommandOf(new KeyboardEvent('keydown', { key: 'D', code: 'KeyD', shiftKey: true }))).toBeUndefined();
  expect(playerCommandOf(new KeyboardEvent('keydown', { key: 'Escape' }))).toBeUndefined();
});
