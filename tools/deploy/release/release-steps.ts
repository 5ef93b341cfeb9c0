import type { MaruConfig } from '@maru/model';
import { localize } from '../../bootstrap/messages.js';
import { findSiteKey } from '../steps/app-check.ts';
import { readWebConfig } from '../steps/web-app.ts';
import { allBucketsOf } from '../names.ts';
import type { Context, Step } from '../step.ts';
import { deleteOldArtifacts, keepArtifact } from './artifact.ts';
import { requireHealth, siteAddress } from './health.ts';
import { readHostingVersion } from './parts.ts';
import { changeRecord, readRecord } from './record.ts';
import { build, stage, versionOfSource } from './stage.ts';

/** Reads what was deployed before. Changes nothing. */
export const record: Step = {
  id: 'record',
  title: { ko: '전에 올린 것', en: 'Previous deployments' },
  async plan({ args, google, facts }) {
    facts.record = await readRecord(google);
    facts.appCheck = args.appCheck ?? facts.record.appCheck === true;
    facts.videoCores = args.videoCores ?? facts.record.videoCores;
    return 'skipped';
  },
  apply: () => Promise.resolve(),
};

/** Builds the functions and the web app; before anything is changed. */
export const buildStep: Step = {
  id: 'build',
  title: { ko: '앱 만들기', en: 'Build' },
  async plan({ facts }) {
    facts.version = await versionOfSource();
    return { change: localize(`마루를 준비해요 (버전 ${facts.version})`, `build Maru (version ${facts.version})`) };
  },
  apply: ({ args, google }) => build(google.project, args.ffmpeg),
};

/** Puts the release together and keeps a copy in the project, from which `npm run rollback` restores it. */
export const keep: Step = {
  id: 'keep',
  title: { ko: '되돌리기용 사본', en: 'Copy for rollbacks' },
  plan: () =>
    Promise.resolve({ change: localize('되돌릴 수 있게 사본을 보관해요', 'keep a copy that can be rolled back to') }),
  async apply(context) {
    const { google, facts } = context;
    facts.stage = await stage({
      project: google.project,
      region: facts.region,
      version: facts.version,
      appCheck: facts.appCheck,
      videoCores: facts.videoCores,
      config: await configOf(context),
    });
    const time = new Date().toISOString();
    const { releases } = await changeRecord(google, (old) => {
      const number = Math.max(0, ...old.releases.map((one) => one.number)) + 1;
      const { version, region, appCheck, videoCores } = facts;
      const release = { number, version, time, region, appCheck, state: 'started' } as const;
      const settings = { appCheck, ...(videoCores !== undefined && { videoCores }) };
      return { ...old, ...settings, releases: [...old.releases, release] };
    });
    facts.release = releases.at(-1)?.number ?? 1;
    await keepArtifact(google, facts.release, facts.stage);
  },
};

/** The content of /maru.json. */
async function configOf({ google, facts }: Context): Promise<MaruConfig> {
  const { originals, renditions } = allBucketsOf(google.project);
  const siteKey = facts.appCheck ? await findSiteKey(google) : undefined;
  return {
    firebase: await readWebConfig(google),
    buckets: { originals, renditions },
    region: facts.region,
    storageHost: 'https://firebasestorage.googleapis.com',
    ...(siteKey !== undefined && { appCheck: { siteKey } }),
  };
}

/** Checks that the new release answers, and records it. */
export const health: Step = {
  id: 'health',
  title: { ko: '잘 열리는지 확인', en: 'Health check' },
  plan: () => Promise.resolve({ change: localize('잘 열리는지 확인해요', 'check that the app answers') }),
  async apply(context) {
    const { google, facts } = context;
    const expected = { project: google.project, version: facts.version };
    await requireHealth(google, siteAddress(facts.site, process.env), expected, facts.record.current !== undefined);
    const hostingVersion = await readHostingVersion(google, facts.site);
    const { releases } = await changeRecord(google, (old) => ({
      ...old,
      current: facts.release,
      releases: old.releases.map((one) =>
        one.number === facts.release
          ? { ...one, state: 'released' as const, ...(hostingVersion !== undefined && { hostingVersion }) }
          : one,
      ),
    }));
    await deleteOldArtifacts(
      google,
      releases.map(({ number }) => number),
    );
  },
};
