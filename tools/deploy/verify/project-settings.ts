import { GoogleClient } from '../google/client.ts';
import { runCheck } from './check.ts';
import { PROJECT_CHECKS } from './checks/project.ts';
import type { Context } from './context.ts';

// Runs only the checks that read a project's settings, without a sign-in to Maru, and prints their outcomes as JSON. Tests run it against the fake of
// Google's APIs.

const [projectId = '', region = ''] = process.argv.slice(2);
const google = new GoogleClient({ project: projectId, env: process.env, token: () => Promise.resolve('') });
const context = { google, app: { config: { firebase: { projectId }, region } } } as Context;
const outcomes = [];
for (const check of PROJECT_CHECKS) outcomes.push(await runCheck(check, context));
process.stdout.write(JSON.stringify(outcomes));
