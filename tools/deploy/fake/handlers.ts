import { DEFAULTS, operationGet } from './resources.ts';
import { APP_CHECK } from './products/app-check.ts';
import { FIRESTORE_HANDLERS } from './products/firestore.ts';
import { FUNCTIONS_HANDLERS } from './products/functions.ts';
import { HOSTING_HANDLERS } from './products/hosting.ts';
import { getIamPolicy, IAM_HANDLERS, setIamPolicy, testIamPermissions } from './products/iam.ts';
import { AUTH_HANDLERS, PROJECTS } from './products/projects.ts';
import { RULES_HANDLERS } from './products/rules.ts';
import { SERVICES } from './products/service-usage.ts';
import { STORAGE_HANDLERS } from './products/storage.ts';
import type { Handler } from './project-state.ts';

const SPECIAL: Record<string, Handler> = {
  ...APP_CHECK,
  ...AUTH_HANDLERS,
  ...FIRESTORE_HANDLERS,
  ...FUNCTIONS_HANDLERS,
  ...HOSTING_HANDLERS,
  ...IAM_HANDLERS,
  ...PROJECTS,
  ...RULES_HANDLERS,
  ...SERVICES,
  ...STORAGE_HANDLERS,
};

const BY_VERB: Record<string, Handler> = { ...DEFAULTS, getIamPolicy, setIamPolicy, testIamPermissions };

/** The handler of a method: the product's own, or that of its verb. */
export function handlerOf(id: string): Handler | undefined {
  if (/\boperations\.get$/.test(id)) return operationGet;
  return SPECIAL[id] ?? BY_VERB[id.split('.').pop()!];
}
