export type DeviceKind = 'phone' | 'tablet' | 'computer';

type Browser = Pick<Navigator, 'userAgent' | 'maxTouchPoints'>;

/**
 * Detects the kind of device from the user agent. An iPad identifies itself as a Mac, but no Mac has a touch screen; Android browsers
 * say `Mobile` only on phones.
 */
export function deviceKind({ userAgent, maxTouchPoints }: Browser): DeviceKind {
  if (/iPhone|iPod|Android.*Mobile/.test(userAgent)) return 'phone';
  return /iPad|Android/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1) ? 'tablet' : 'computer';
}

/** Whether a device is an iPhone or iPad. */
export const isIos = (browser: Browser): boolean =>
  deviceKind(browser) !== 'computer' && !browser.userAgent.includes('Android');
