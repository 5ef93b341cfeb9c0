import { expect, test } from 'vitest';
import { PlayerHosts } from './player-host.svelte.ts';

const div = () => document.body.appendChild(document.createElement('div'));

test('moves the element to the stage, else to the latest host, and never out of the document', () => {
  const hosts = new PlayerHosts();
  const element = document.createElement('video');
  const [stage, first, second] = [div(), div(), div()];
  const removeFirst = hosts.host(false)(first);
  hosts.setElement(element);
  expect(element.parentNode).toBe(first);
  const removeStage = hosts.host(true)(stage);
  const removeSecond = hosts.host(false)(second);
  expect(element.parentNode).toBe(stage);
  expect(hosts.isOnStage).toBe(true);
  removeStage?.();
  expect(element.parentNode).toBe(second);
  expect(hosts.isOnStage).toBe(false);
  removeSecond?.();
  expect(element.parentNode).toBe(first);
  removeFirst?.();
  expect(document.body.contains(element)).toBe(true);
});
