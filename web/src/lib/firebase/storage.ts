import type { MaruConfig } from '@maru/model/config';
import { objectSender, type SendObject, type TransferPorts } from '@maru/model/upload/send-object';
import { postBy } from '@maru/model/upload/web-platform';
import { platform } from '../platform.ts';

/** Returns what sends files to the bucket of the originals, on the emulator if the configuration names one. */
export const createOriginalSender = (
  { storageHost, buckets }: MaruConfig,
  credentials: TransferPorts['credentials'],
): SendObject =>
  objectSender({ ...platform, post: postBy(fetch), credentials, host: storageHost, bucket: buckets.originals });
