import { expect, test, vi } from 'vitest';
import { onTop } from './on-top.ts';

test('lies in the dialog that opened last, wherever that is in the document', async () => {
  HTMLElement.prototype.showPopover = HTMLElement.prototype.hidePopover = vi.fn<() => void>();
  document.body.innerHTML = '<dialog id="first"></dialog><div id="home"></div><dialog id="last"></dialog>';
  const [first, last] = document.querySelectorAll('dialog');
  const popover = document.createElement('p');
  document.querySelector('#home')?.append(popover);
  const stop = onTop(popover);
  const parents: (string | undefined)[] = [];
  for (const [dialog, open] of [
    [last, true],
    [first, true],
    [first, false],
    [last, false],
  ] as const) {
    dialog?.toggleAttribute('open', open);
    await new Promise((resolve) => setTimeout(resolve));
    parents.push(popover.parentElement?.id);
  }
  expect(parents).toEqual(['last', 'first', 'last', 'home']);
  stop?.();
});
