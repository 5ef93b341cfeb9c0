import { ApiError, badRequest, notFound } from '../google-error.ts';
import { store } from '../resources.ts';
import type { Json } from '../validate.ts';
import type { Handler, World } from '../world.ts';

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
function release(world: World, name: string, rulesetName: string): Json {
  world.get(RULES, rulesetName);
  const createTime = world.now();
  return world.set(RULES, name, { name, rulesetName, createTime, updateTime: createTime });
}

function createRuleset(world: World, source: Json): Json {
  if (issuesOf(source).length > 0) throw badRequest('Compilation error.');
  const name = `projects/${world.project}/rulesets/ruleset-${world.next()}`;
  return store({ host: RULES }, world, name, { source, createTime: world.now() });
}

export function releaseRules(world: World, id: string, content: string): void {
  const ruleset = createRuleset(world, { files: [{ name: 'rules', content }] });
  release(world, `projects/${world.project}/releases/${id}`, String(ruleset['name']));
}

/** The releases; their ids may contain slashes. */
const releases = (world: World): Json[] => {
  const start = `${RULES}/projects/${world.project}/releases/`;
  return [...world.resources].filter(([key]) => key.startsWith(start)).map(([, one]) => one);
};

export const RULES_HANDLERS: Record<string, Handler> = {
  'firebaserules.projects.test': ({ body }) => {
    const issues = issuesOf(body['source'] as Json | undefined);
    return issues.length > 0 ? { issues } : {};
  },
  'firebaserules.projects.rulesets.create': ({ body }, world) => createRuleset(world, body['source'] as Json),
  'firebaserules.projects.rulesets.delete': ({ params }, world) => {
    const name = params['name']!;
    if (releases(world).some(({ rulesetName }) => rulesetName === name))
      throw new ApiError(400, 'Ruleset is in use by a release.', 'FAILED_PRECONDITION');
    world.delete(RULES, name);
    return {};
  },
  'firebaserules.projects.releases.list': (_, world) => ({ releases: releases(world) }),
  'firebaserules.projects.releases.create': ({ body }, world) => {
    const name = String(body['name']);
    if (world.has(RULES, name)) throw new ApiError(409, 'Requested entity already exists');
    return release(world, name, String(body['rulesetName']));
  },
  'firebaserules.projects.releases.patch': ({ params, body }, world) => {
    const name = params['name']!;
    if (!world.has(RULES, name)) throw notFound(name);
    return release(world, name, String((body['release'] as Json)['rulesetName']));
  },
};
