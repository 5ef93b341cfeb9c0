const isCaptions = ({ kind }: TextTrack): boolean => kind === 'captions' || kind === 'subtitles';

/** The captions of the media element: the first track, if there is one. */
export class Captions {
  #has = $state(false);
  #isShown = $state(false);
  #tracks: TextTrackList | undefined;

  get has(): boolean {
    return this.#has;
  }
  get isShown(): boolean {
    return this.#isShown;
  }

  setElement({ textTracks }: HTMLMediaElement): void {
    this.#tracks = textTracks;
    const sync = (): void => {
      const all = [...textTracks].filter(isCaptions);
      this.#has = all.length > 0;
      this.#isShown = all.some(({ mode }) => mode === 'showing');
    };
    for (const change of ['addtrack', 'removetrack', 'change']) textTracks.addEventListener(change, sync);
  }

  toggle(): void {
    const [first] = [...(this.#tracks ?? [])].filter(isCaptions);
    if (first) first.mode = first.mode === 'showing' ? 'disabled' : 'showing';
  }
}
