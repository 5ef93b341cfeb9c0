import { parseRenditionName } from '@maru/model/paths';

/** `url` with the current download token in place of the one that it carries; what has none is given it. */
export function tokenised(url: string, token: string): string {
  const address = new URL(url);
  address.searchParams.set('token', token);
  return address.href;
}

/** The rung (`1080`, `360`, `sound`) that a stream's playlist or slice belongs to, or undefined for any other URL. */
export function rungOf(url: string): string | undefined {
  const [, name = ''] = new URL(url).pathname.split('/o/');
  const file = parseRenditionName(decodeURIComponent(name))?.file;
  return /^stream\/(?!master\.)(.+?)(?:-\d+\.mp4|\.m3u8)$/.exec(file ?? '')?.[1];
}
