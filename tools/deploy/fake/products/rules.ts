import { ApiError, badRequest, notFound } from '../google-error.ts';
import { store } from '../resources.ts';
import type { Json } from '../validate.ts';
import type { Handler, ProjectState } from '../project-state.ts';

const RULES = 'firebaserules.googleapis.com';

/** Finds files that are truncated or empty. Rules are not compiled further. */
function issuesOf(source: Json | undefined): Json[] {
  const files = (source?.['files'] ?? []) as { name: string; content: string }[];
  if (files.length === 0) throw badRequest('source has no files');
  return files.flatMap(({ name, content }) => {
    const code = content.replace(/\/\/.*|\/\*[\s\S]*?\*\/|'[^'\n]*'/g, '');
    const isBalanced = code.split('{').length === code.split('}').length && /service\s+[\w.]+\s*\{/.test(code);
    const position = { fileName: name, line: 1, column: 1 };
    return isBalanced ? [] : [{ severity: 'ERROR', description: 'Unexpected end of rules.', sourcePosition: position }];
  });
}

/** Points a service or bucket to a ruleset, as the start of a test or a request does. */
function release(state: ProjectState, name: string, rulesetName: string): Json {
  state.get(RULES, rulesetName);
  const createTime = state.now();
  return state.set(RULES, name, { name, rulesetName, createTime, updateTime: createTime });
}

function createRuleset(state: ProjectState, source: Json): Json {
  if (issuesOf(source).length > 0) throw badRequest('Compilation error.');
  const name = `projects/${state.project}/rulesets/ruleset-${state.next()}`;
  return store({ host: RULES }, state, name, { source, createTime: state.now() });
}

export function releaseRules(state: ProjectState, id: string, content: string): void {
  const ruleset = createRuleset(state, { files: [{ name: 'rules', content }] });
  release(state, `projects/${state.project}/releases/${id}`, String(ruleset['name']));
}

/** The releases; their ids may contain slashes. */
const releases = (state: ProjectState): Json[] => {
  const start = `${RULES}/projects/${state.project}/releases/`;
  return [...state.resources].filter(([key]) => key.startsWith(start)).map(([, one]) => one);
};

export const RULES_HANDLERS: Record<string, Handler> = {
  'firebaserules.projects.test': ({ body }) => {
    const issues = issuesOf(body['source'] as Json | undefined);
    return issues.length > 0 ? { issues } : {};
  },
  'firebaserules.projects.rulesets.create': ({ body }, state) => createRuleset(state, body['source'] as Json),
  'firebaserules.projects.rulesets.delete': ({ params }, state) => {
    const name = params['name']!;
    if (releases(state).some(({ rulesetName }) => rulesetName === name))
      throw new ApiError(400, 'Ruleset is in use by a release.', 'FAILED_PRECONDITION');
    state.delete(RULES, name);
    return {};
  },
  'firebaserules.projects.releases.list': (_, state) => ({ releases: releases(state) }),
  'firebaserules.projects.releases.create': ({ body }, state) => {
    const name = String(body['name']);
    if (state.has(RULES, name)) throw new ApiError(409, 'Requested entity already exists');
    return release(state, name, String(body['rulesetName']));
  },
  'firebaserules.projects.releases.patch': ({ params, body }, state) => {
    const name = params['name']!;
    if (!state.has(RULES, name)) throw notFound(name);
    return release(state, name, String((body['release'] as Json)['rulesetName']));
  },
};
