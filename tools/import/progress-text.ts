import { addSample, bytesPerSecond, type UploadSample } from '@maru/model/upload/upload-rate';
import type { Messages } from './messages.ts';
import type { Progress } from './upload-files.ts';

/** Returns the text beside the progress bar of an import: how many files are finished and, once it is known, the rate and the time left. */
export function progressText(
  messages: Pick<Messages, 'progress' | 'rate' | 'waiting'>,
  files: number,
  bytes: number,
): (progress: Progress, now: number) => string {
  let samples: readonly UploadSample[] = [];
  return ({ sent, finished, isWaiting }, now) => {
    samples = addSample(samples, { at: now, sent });
    const rate = bytesPerSecond(samples);
    const count = messages.progress(finished, files);
    if (isWaiting) return `${count}  ${messages.waiting}`;
    return rate === undefined ? count : `${count}  ${messages.rate(rate, (bytes - sent) / rate)}`;
  };
}
