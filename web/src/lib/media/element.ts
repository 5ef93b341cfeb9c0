const CHANGES = [
  ...['play', 'playing', 'pause', 'waiting', 'ended', 'seeked', 'canplay'],
  ...['timeupdate', 'progress', 'durationchange', 'volumechange'],
];

/** The media element of a window, for video and sound alike; `onchange` hears whatever it says of itself. */
export function makeElement(onchange: () => void): HTMLVideoElement {
  const element = document.createElement('video');
  element.playsInline = true;
  element.crossOrigin = 'anonymous';
  element.dataset['player'] = '';
  for (const change of CHANGES) element.addEventListener(change, onchange);
  return element;
}

/** The second up to which the part that plays now is there. */
export function bufferedUntil({ buffered, currentTime }: HTMLMediaElement): number {
  for (let part = 0; part < buffered.length; part += 1) {
    if (buffered.start(part) <= currentTime + 0.5 && buffered.end(part) >= currentTime) return buffered.end(part);
  }
  return currentTime;
}
