export type DeviceKind = 'phone' | 'tablet' | 'computer';

/**
 * Detects the kind of device from the user agent. An iPad identifies itself as a Mac, but no Mac has a touch screen; Android browsers
 * say `Mobile` only on phones.
 */
export function deviceKind({ userAgent, maxTouchPoints }: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>): DeviceKind {
  if (/iPhone|iPod|Android.*Mobile/.test(userAgent)) return 'phone';
  return /iPad|Android/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1) ? 'tablet' : 'computer';
}
