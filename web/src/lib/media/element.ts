const CHANGES = [
  ...['play', 'playing', 'pause', 'waiting', 'ended', 'seeked', 'canplay'],
  ...['timeupdate', 'progress', 'durationchange'],
];

/** Creates the window's media element, for video and sound. `onchange` is called at every change of its state. */
export function createMediaElement(onchange: () => void): HTMLVideoElement {
  const element = document.createElement('video');
  element.playsInline = true;
  element.crossOrigin = 'anonymous';
  element.dataset['player'] = '';
  for (const change of CHANGES) element.addEventListener(change, onchange);
  return element;
}

/** The end of the buffered range that is playing, in seconds. */
export function bufferedUntil({ buffered, currentTime }: HTMLMediaElement): number {
  for (let i = 0; i < buffered.length; i += 1) {
    if (buffered.start(i) <= currentTime + 0.5 && buffered.end(i) >= currentTime) return buffered.end(i);
  }
  return currentTime;
}
