/** Popovers, which happy-dom lacks. */
import { fireEvent } from '@testing-library/svelte';

/** Tells every menu of the page that it opens, upon which it renders its actions. */
export async function openMenus(): Promise<void> {
  for (const popover of document.querySelectorAll('[popover]')) {
    await fireEvent(popover, new Event('beforetoggle'));
  }
}
