import Circle from '@lucide/svelte/icons/circle';
import { expect, test } from 'vitest';
import { arrangeButtons, type ButtonGroup } from './footer-buttons.ts';

const group = (...labels: string[]): ButtonGroup =>
  labels.map((label) => ({ label, icon: Circle, onclick: () => undefined }));
const zoom = group('out', 'in');
const [motion, save, info, trash] = [group('motion'), group('save'), group('info'), group('trash')];

/** The labels of the row and of the menu. */
function arrange(groups: ButtonGroup[], menuActions: ButtonGroup, slots: number): [string, string] {
  const { row, menu } = arrangeButtons(groups, menuActions, slots);
  return [row.map(({ label }) => label).join(' '), menu.map(({ label }) => label).join(' ')];
}

test('has no menu if everything fits', () => {
  expect(arrange([zoom, save, info], [], 5)).toEqual(['out in save info', '']);
  expect(arrange([zoom, motion, save, info], [], 5)).toEqual(['out in motion save info', '']);
});

test('keeps the last groups, whole, and moves the first ones to the menu', () => {
  expect(arrange([zoom, motion, save, info, trash], [], 5)).toEqual(['motion save info trash', 'out in']);
  expect(arrange([zoom, save, info, trash, motion, motion], [], 5)).toEqual([
    'info trash motion motion',
    'out in save',
  ]);
  expect(arrange([save, zoom, info, trash, motion], [], 5)).toEqual(['info trash motion', 'save out in']);
});

test('a menu action is in the menu, even if it would fit', () => {
  expect(arrange([zoom, save], group('reprocess'), 5)).toEqual(['out in save', 'reprocess']);
  expect(arrange([zoom, save, info, trash], group('reprocess'), 8)).toEqual(['out in save info trash', 'reprocess']);
});
