/** Gives happy-dom a touch screen, for which the library for gestures looks when it is loaded: import this first. */
Object.assign(window, { onpointerdown: null });
Object.defineProperty(navigator, 'maxTouchPoints', { value: 5, configurable: true });
HTMLElement.prototype.setPointerCapture = () => undefined;
HTMLElement.prototype.hasPointerCapture = () => false;
