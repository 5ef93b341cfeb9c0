import { UserError } from '../../bootstrap/messages.js';
import { links } from '../errors.ts';
import { GoogleError, isDisabled, permissionIn } from '../google/google-error.ts';
import { NotSignedIn } from '../google/sign-in.ts';
import { DeployFailed } from '../release/firebase-cli.ts';
import { logOf } from '../release/stage.ts';
import type { Messages } from './messages.ts';

const NETWORK = [
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
];

const withLink = (sentence: string, link: string): string => `${sentence}\n  → ${link}`;

/** A sentence for a problem that Google's words name, in a response or in the output of firebase-tools. */
function explainWords(words: string, permission: string, project: string, { problems }: Messages): string | undefined {
  if (permission !== '') return withLink(problems.permission(permission), links.iam(project));
  if (/Blaze|pay-as-you-go|billing.*(disabled|enable|closed|not found)/i.test(words))
    return withLink(problems.billing, links.billing(project));
  if (/quota|RESOURCE_EXHAUSTED|rate ?limit/i.test(words)) return withLink(problems.quota, links.quotas(project));
  if (/PERMISSION_DENIED|permission|forbidden/i.test(words))
    return withLink(problems.permission(''), links.iam(project));
  return undefined;
}

function explainGoogle(error: GoogleError, project: string, messages: Messages): string {
  const { problems } = messages;
  const { status, reason, message } = error;
  if (status === 0 && (NETWORK.includes(reason) || /fetch failed|network/i.test(message))) return problems.noNetwork;
  if (status === 401) return problems.signInExpired;
  if (isDisabled(error)) {
    const service = error.service ?? new URL(error.request.split(' ')[1] ?? '').hostname;
    return withLink(problems.apiOff(service), links.api(project, service));
  }
  const words = `${reason} ${message}${status === 429 ? ' RESOURCE_EXHAUSTED' : ''}${status === 403 ? ' forbidden' : ''}`;
  const sentence = explainWords(words, error.permission ?? '', project, messages);
  const detail = `${String(status)} ${reason} ${message} — ${error.request}`;
  return sentence === undefined ? problems.google(detail) : `${sentence}\n  (${detail})`;
}

/** Says in the language of `messages` what happened and what to press. */
export function explain(error: unknown, project: string, messages: Messages): string {
  const { problems } = messages;
  if (error instanceof UserError) return error.message;
  if (error instanceof NotSignedIn) return `${problems.notSignedIn}\n  (${error.message})`;
  if (error instanceof GoogleError) return explainGoogle(error, project, messages);
  if (error instanceof DeployFailed) {
    if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|Failed to make request/.test(error.reason)) return problems.noNetwork;
    const permission = permissionIn(error.reason) ?? '';
    const sentence = explainWords(error.reason, permission, project, messages);
    const detail = problems.cli(error.reason, logOf(project));
    return sentence === undefined ? detail : `${sentence}\n${detail}`;
  }
  return problems.unexpected(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
