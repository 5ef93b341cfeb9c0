import { parseRenditionName } from '@maru/model/paths';

/** Returns `url` with `token` as its download token. */
export function withToken(url: string, token: string): string {
  const address = new URL(url);
  address.searchParams.set('token', token);
  return address.href;
}

/** The variant (`1080`, `360`, `sound`) of a stream's playlist or chunk; undefined for any other URL. */
export function variantOf(url: string): string | undefined {
  const [, name = ''] = new URL(url).pathname.split('/o/');
  const file = parseRenditionName(decodeURIComponent(name))?.file;
  return /^stream\/(?!master\.)(.+?)(?:-\d+\.mp4|\.m3u8)$/.exec(file ?? '')?.[1];
}
