/** Runs before the app starts. Menus and notices are popovers, which Safari before 17 and Chrome before 114 do not have. */
export async function init(): Promise<void> {
  if (!('popover' in HTMLElement.prototype)) await import('@oddbird/popover-polyfill');
}
