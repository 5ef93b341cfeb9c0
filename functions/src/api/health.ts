import { error as logError } from 'firebase-functions/logger';
import { ffmpegVersions, RELEASE } from '../wiring.ts';
import { refusal, type Answer } from './call.ts';

/**
 * The state of this deployment, for `deploy` and `verify`: version, region and ffmpeg, or 503 if ffmpeg does not work; the log says why, and
 * anyone may call this. Needs no sign-in and reads no document.
 */
export async function answerHealth(method: string, log: typeof logError = logError): Promise<Answer> {
  if (method !== 'GET') return refusal('invalid-request', 405);
  try {
    return { status: 200, body: { ...RELEASE, ...(await ffmpegVersions()) }, outcome: 'ok' };
  } catch (error) {
    log('ffmpeg does not work', error);
    return { status: 503, body: { ...RELEASE, reason: 'ffmpeg does not work; see the log' }, outcome: 'internal' };
  }
}
