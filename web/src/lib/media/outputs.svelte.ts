/** A WebKit video element on an iPhone, which has no full screen for other elements. */
interface WebKitVideo extends HTMLVideoElement {
  webkitEnterFullscreen?: () => void;
}

/** Where else the picture can be shown: in a small window above other apps, on a television, alone on an iPhone's screen. */
export class Outputs {
  #canCast = $state(false);
  #hasSmallWindow = $state(false);
  #element: WebKitVideo | undefined;

  /** Whether a television or a speaker is near that the browser can play to (AirPlay, Google Cast). */
  get canCast(): boolean {
    return this.#canCast;
  }
  /** Whether the browser has picture in picture. */
  get canUseSmallWindow(): boolean {
    return document.pictureInPictureEnabled;
  }
  get hasSmallWindow(): boolean {
    return this.#hasSmallWindow;
  }

  setElement(element: HTMLVideoElement): void {
    this.#element = element;
    element.addEventListener('enterpictureinpicture', () => (this.#hasSmallWindow = true));
    element.addEventListener('leavepictureinpicture', () => (this.#hasSmallWindow = false));
    // Rejects where the browser cannot tell: then there is no button.
    if ('remote' in element)
      element.remote.watchAvailability((isNear) => (this.#canCast = isNear)).catch(() => undefined);
  }

  /** Lets the person choose a television or a speaker. Call it in a click handler. */
  async cast(): Promise<void> {
    // Rejects when the person chooses none.
    await this.#element?.remote.prompt().catch(() => undefined);
  }

  /** Opens or closes the small window. Call it in a click handler. */
  async toggleSmallWindow(): Promise<void> {
    if (document.pictureInPictureElement) await document.exitPictureInPicture();
    // Rejects until the first frame.
    else await this.#element?.requestPictureInPicture().catch(() => undefined);
  }

  /** Shows `stage` on the whole screen, or ends it; on an iPhone the video alone. Call it in a click handler. */
  async toggleFullScreen(stage: HTMLElement): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else if (document.fullscreenEnabled) await stage.requestFullscreen().catch(() => undefined);
    else this.#element?.webkitEnterFullscreen?.();
  }

  /** Whether the browser has full screen in one way or the other. */
  get canFillScreen(): boolean {
    return document.fullscreenEnabled || 'webkitEnterFullscreen' in HTMLVideoElement.prototype;
  }
}
