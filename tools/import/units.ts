export const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(bytes < 1e9 ? 2 : 1)} GB`;
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Hours and minutes, rounded up to a minute. */
export function duration(seconds: number, hourUnit: string, minuteUnit: string): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  const hours = Math.floor(minutes / 60);
  return [hours > 0 && `${String(hours)}${hourUnit}`, minutes % 60 > 0 && `${String(minutes % 60)}${minuteUnit}`]
    .filter((part) => part !== false)
    .join(' ');
}
