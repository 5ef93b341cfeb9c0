import type { MaruConfig } from '@maru/model/config';
import { objectSender, type SendObject, type TransferPorts } from '@maru/model/upload/send-object';
import { postBy } from '@maru/model/upload/web-platform';
import { platform } from '../platform.ts';

/** Opens the originals bucket, on the emulator if the configuration names one. */
export const openOriginals = (
  { storageHost, buckets }: MaruConfig,
  credentials: TransferPorts['credentials'],
): SendObject =>
  objectSender({ ...platform, post: postBy(fetch), credentials, host: storageHost, bucket: buckets.originals });
