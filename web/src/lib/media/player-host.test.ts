import { expect, test } from 'vitest';
import { PlayerHosts } from './player-host.svelte.ts';

const div = () => document.body.appendChild(document.createElement('div'));

test('the element is on the stage before all, else in the latest place, and never out of the page', () => {
  const places = new PlayerHosts();
  const element = document.createElement('video');
  const [stage, first, second] = [div(), div(), div()];
  const leaveFirst = places.place(false)(first);
  places.hold(element);
  expect(element.parentNode).toBe(first);
  const leaveStage = places.place(true)(stage);
  const leaveSecond = places.place(false)(second);
  expect(element.parentNode).toBe(stage);
  expect(places.staged).toBe(true);
  leaveStage?.();
  expect(element.parentNode).toBe(second);
  expect(places.staged).toBe(false);
  leaveSecond?.();
  expect(element.parentNode).toBe(first);
  leaveFirst?.();
  expect(document.body.contains(element)).toBe(true);
});
