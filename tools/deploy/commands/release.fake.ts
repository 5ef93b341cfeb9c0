import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { PROJECT, type FakeSession } from './session.fake.ts';

const HOSTING = 'firebasehosting.googleapis.com';
const API = `projects/${PROJECT}/locations/asia-northeast3/functions/api`;

/** What firebase-tools releases on the fake: the two files and the function that the health check reads. */
export const releaseOn = ({ fake, google }: Pick<FakeSession, 'fake' | 'google'>) => ({
  /** Serves pages as a new Hosting version and returns its resource name. */
  async pages(version: string): Promise<string> {
    const files: Record<string, string> = {};
    const contents = {
      '/200.html': '<html></html>',
      '/maru.json': JSON.stringify({ firebase: { projectId: PROJECT } }),
    };
    for (const [path, content] of Object.entries(contents)) {
      const bytes = gzipSync(content);
      const hash = createHash('sha256').update(bytes).digest('hex');
      fake.state.files.set(hash, bytes);
      files[path] = hash;
    }
    const name = `sites/${PROJECT}/versions/${version}`;
    fake.state.set(HOSTING, name, { name, status: 'FINALIZED', files, config: {} });
    await google.post('firebasehosting', `v1beta1/sites/${PROJECT}/releases`, {
      query: { versionName: name },
      body: {},
    });
    return name;
  },
  functions(version: string): void {
    fake.state.set('cloudfunctions.googleapis.com', API, {
      name: API,
      serviceConfig: { environmentVariables: { MARU_VERSION: version } },
    });
  },
});

/** The resource name of the Hosting version that the site serves. */
export async function livePages({ google }: Pick<FakeSession, 'google'>): Promise<string | undefined> {
  const path = `v1beta1/sites/${PROJECT}/releases`;
  const { releases } = await google.get<{ releases: { version: { name: string } }[] }>('firebasehosting', path);
  return releases[0]?.version.name;
}
