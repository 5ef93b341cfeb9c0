import { deployError, links } from '../errors.ts';
import { readCaller } from '../google/caller.ts';
import type { GoogleClient } from '../google/client.ts';
import { GoogleError } from '../google/google-error.ts';
import type { Step } from '../step.ts';

interface Project {
  readonly projectNumber: string;
  readonly lifecycleState?: string;
}

/** Reads the project; throws a UserError if it does not exist, or if this account may not see it. */
export async function readProject(google: GoogleClient): Promise<Project> {
  try {
    const found = await google.get<Project>('cloudresourcemanager', `v1/projects/${google.project}`);
    if ((found.lifecycleState ?? 'ACTIVE') === 'ACTIVE') return found;
  } catch (error) {
    const isUnknown =
      error instanceof GoogleError && [403, 404].includes(error.status) && error.reason !== 'SERVICE_DISABLED';
    if (!isUnknown) throw error;
  }
  const id = google.project;
  const caller = await readCaller(google);
  const account = caller === undefined ? '' : ` (${caller})`;
  throw deployError(
    `‘${id}’ 프로젝트가 없거나, 지금 로그인한 계정${account}으로는 볼 수 없어요. 다른 계정으로 로그인하려면: npx firebase login --reauth\n프로젝트는 여기서 만들 수 있어요.`,
    `There is no project '${id}', or the account that is signed in${account} cannot see it. To sign in with another one: npx firebase login --reauth\nProjects are created here.`,
    links.newProject,
  );
}

/** Finds the project; Maru does not create one, because that is where a person accepts Google's terms. */
export const project: Step = {
  id: 'project',
  title: { ko: '프로젝트', en: 'Project' },
  async plan({ google, facts }) {
    facts.number = (await readProject(google)).projectNumber;
    return 'done';
  },
  apply: () => Promise.resolve(),
};
