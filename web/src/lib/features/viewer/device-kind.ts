/** What people call the device in their hands. */
export type DeviceKind = 'phone' | 'tablet' | 'computer';

/**
 * The kind of device that `navigator.userAgent` names. An iPad asks for desktop pages as a Mac; no Mac has a touch screen.
 * Android's browsers say `Mobile` on phones only.
 */
export function deviceKind({ userAgent, maxTouchPoints }: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>): DeviceKind {
  if (/iPhone|iPod|Android.*Mobile/.test(userAgent)) return 'phone';
  return /iPad|Android/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1) ? 'tablet' : 'computer';
}
