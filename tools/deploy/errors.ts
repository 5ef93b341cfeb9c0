import { localize, UserError } from '../bootstrap/messages.js';

/** Creates an error in the language of LANG that says what happened and, in a line of its own, the link to open. */
export function deployError(ko: string, en: string, link?: string): UserError {
  return new UserError(localize(ko, en) + (link === undefined ? '' : `\n  → ${link}`));
}

/** Pages of Google's consoles. */
export const links = {
  newProject: 'https://console.firebase.google.com/',
  billing: (project: string) => `https://console.firebase.google.com/project/${project}/usage/details`,
  iam: (project: string) => `https://console.cloud.google.com/iam-admin/iam?project=${project}`,
  quotas: (project: string) => `https://console.cloud.google.com/iam-admin/quotas?project=${project}`,
  api: (project: string, service: string) =>
    `https://console.cloud.google.com/apis/library/${service}?project=${project}`,
  providers: (project: string) => `https://console.firebase.google.com/project/${project}/authentication/providers`,
  budgets: (account: string) => `https://console.cloud.google.com/billing/${account.split('/')[1] ?? ''}/budgets`,
  bucket: (bucket: string) => `https://console.cloud.google.com/storage/browser/${bucket}`,
  settings: (project: string) => `https://console.firebase.google.com/project/${project}/settings/general`,
  logs: (project: string) => `https://console.cloud.google.com/logs/query?project=${project}`,
};
