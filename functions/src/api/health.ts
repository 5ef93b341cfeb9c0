import { error as logError } from 'firebase-functions/logger';
import { ffmpegVersions, RELEASE } from '../wiring.ts';
import { refusal, type Answer } from './call.ts';

/**
 * The state of this deployment, for `deploy` and `verify`: version, region and ffmpeg, or 503 with the reason why ffmpeg does not work. Needs
 * no sign-in and reads no document.
 */
export async function answerHealth(method: string): Promise<Answer> {
  if (method !== 'GET') return refusal('invalid-request', 405);
  try {
    return { status: 200, body: { ...RELEASE, ...(await ffmpegVersions()) }, outcome: 'ok' };
  } catch (error) {
    logError('ffmpeg does not work', error);
    const reason = error instanceof Error ? error.message : String(error);
    return { status: 503, body: { ...RELEASE, reason: `ffmpeg: ${reason.slice(0, 500)}` }, outcome: 'internal' };
  }
}
