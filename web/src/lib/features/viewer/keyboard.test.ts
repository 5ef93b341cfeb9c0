import { afterEach, expect, test } from 'vitest';
import { isFreeKey, keyOf } from './keyboard.ts';

afterEach(() => document.body.replaceChildren());

/** A key that is pressed on an element; with `type`, on an input of that type. */
function pressed(key: string, type?: string, init: KeyboardEventInit = {}): KeyboardEvent {
  const target = Object.assign(document.createElement(type === undefined ? 'div' : 'input'), { type });
  document.body.append(target);
  const event = new KeyboardEvent('keydown', { key, bubbles: true, ...init });
  target.dispatchEvent(event);
  return event;
}

test.each([
  [pressed('ArrowLeft', 'range'), false],
  [pressed('End', 'range'), false],
  [pressed('ArrowLeft', 'range', { ctrlKey: true }), true],
  [pressed('k', 'range', { code: 'KeyK' }), true],
  [pressed('ArrowLeft', 'text', { ctrlKey: true }), false],
  [pressed('ArrowLeft'), true],
])('a seek bar takes arrows, but not those with Ctrl; a text takes all keys (%#)', (event, isFree) => {
  expect(isFreeKey(event)).toBe(isFree);
});

test('with Ctrl, Alt or Meta a key is not for the viewer', () => {
  expect(keyOf(pressed('ArrowLeft'))).toBe('previous');
  for (const modifier of ['ctrlKey', 'altKey', 'metaKey']) {
    expect(keyOf(pressed('ArrowLeft', undefined, { [modifier]: true }))).toBeUndefined();
    expect(keyOf(pressed('0', undefined, { [modifier]: true }))).toBeUndefined();
  }
});
