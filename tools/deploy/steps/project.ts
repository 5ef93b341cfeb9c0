import { deployError, links } from '../errors.ts';
import { GoogleError } from '../google/google-error.ts';
import type { Step } from '../step.ts';

interface Project {
  readonly projectNumber: string;
  readonly lifecycleState?: string;
}

/** Finds the project; Maru does not create one, because that is where a person accepts Google's terms. */
export const project: Step = {
  id: 'project',
  title: { ko: '프로젝트', en: 'Project' },
  async plan({ google, facts }) {
    let found: Project;
    try {
      found = await google.get<Project>('cloudresourcemanager', `v1/projects/${google.project}`);
    } catch (error) {
      const isUnknown =
        error instanceof GoogleError && [403, 404].includes(error.status) && error.reason !== 'SERVICE_DISABLED';
      throw isUnknown ? noProject(google.project) : error;
    }
    if ((found.lifecycleState ?? 'ACTIVE') !== 'ACTIVE') throw noProject(google.project);
    facts.number = found.projectNumber;
    return 'done';
  },
  apply: () => Promise.resolve(),
};

const noProject = (id: string): Error =>
  deployError(
    `‘${id}’라는 프로젝트가 없거나, 로그인한 계정으로는 볼 수 없어요. 프로젝트 ID가 맞는지 보고, 없으면 여기서 만들어 주세요.`,
    `There is no project '${id}', or the account that is signed in cannot see it. Check the project ID, or create a project here.`,
    links.newProject,
  );
