/** Lets only one window of this browser play: `pause` is called when another one starts. */
export function yieldToOtherWindows(element: HTMLMediaElement, pause: () => void): void {
  if (!('BroadcastChannel' in globalThis)) return;
  const channel = new BroadcastChannel('maru-player');
  element.addEventListener('play', () => channel.postMessage('plays'));
  channel.addEventListener('message', pause);
}
