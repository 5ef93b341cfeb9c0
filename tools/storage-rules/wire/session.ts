import { decide, type AccessCheck } from '../evaluate/decide.ts';
import { DocumentNeeded } from '../failure.ts';
import { loadRules } from '../load.ts';
import type { Method, RulesFile } from '../syntax/ast.ts';
import type { MapValue } from '../values/value.ts';
import { fromDocument, fromExpressionValue, WireError } from './values.ts';

/** The first message; firebase-tools waits for it. */
export const GREETING = { id: -1, status: 'ok', errors: [], warnings: [] };

const METHODS: readonly string[] = ['get', 'list', 'create', 'update', 'delete'] satisfies Method[];

/** A check that waits for a Firestore document. */
interface Pending {
  rules: RulesFile;
  check: AccessCheck & { documents: Map<string, MapValue | null> };
  path: string;
}

/** A message from firebase-tools: a ruleset to load, a check, or a requested document. */
export interface Message {
  id: number;
  action?: string;
  status?: string;
  result?: unknown;
  context?: {
    rulesetName?: string;
    source?: { files?: { name: string; content: string }[] };
    path?: string;
    method?: string;
    variables?: { request?: unknown; resource?: unknown };
  };
}

/**
 * Starts a session with firebase-tools: a function from messages to responses. The status is always `ok`, because
 * firebase-tools waits forever after any other; failures are in `errors`, which deny.
 */
export function startSession(): (message: Message) => object {
  const rulesets = new Map<string, RulesFile>();
  const waiting = new Map<number, Pending>();

  const load = ({ id, context }: Message): object => {
    const files = context?.source?.files ?? [];
    const [file] = files;
    if (!file || files.length !== 1) return respond(id, ['a ruleset is one file']);
    const loaded = loadRules(file.name, file.content);
    if (!loaded.rules) return respond(id, loaded.errors);
    rulesets.set(String(context?.rulesetName), loaded.rules);
    return respond(id, [], [], { rulesVersion: loaded.rules.version });
  };

  const verify = ({ id, context }: Message): object => {
    const rules = rulesets.get(String(context?.rulesetName));
    if (!rules) return respond(id, [`no ruleset ${context?.rulesetName} was loaded`]);
    const method = context?.method ?? '';
    if (!METHODS.includes(method)) return respond(id, [`unknown method ${method}`]);
    const check = {
      path: context?.path ?? '',
      method: method as Method,
      request: fromExpressionValue(context?.variables?.request ?? { null_value: null }),
      resource: fromExpressionValue(context?.variables?.resource ?? { null_value: null }),
      documents: new Map<string, MapValue | null>(),
    };
    return evaluate(id, rules, check);
  };

  const evaluate = (id: number, rules: RulesFile, check: Pending['check']): object => {
    try {
      const { permit, errors, debug } = decide(rules, check);
      return respond(id, [], [...debug, ...(permit ? [] : errors)], { permit });
    } catch (error) {
      if (!(error instanceof DocumentNeeded)) throw error;
      waiting.set(id, { rules, check, path: error.path });
      const { path } = error;
      return { id, server_request_id: id, status: 'ok', action: 'fetch_firestore_document', context: { path } };
    }
  };

  const fetched = (message: Message, pending: Pending): object => {
    waiting.delete(message.id);
    const found = message.status === 'ok' && message.result !== undefined;
    pending.check.documents.set(pending.path, found ? fromDocument(message.result) : null);
    return evaluate(message.id, pending.rules, pending.check);
  };

  return (message) => {
    const pending = waiting.get(message.id);
    try {
      if (message.action === 'load_ruleset') return load(message);
      if (message.action === 'verify') return verify(message);
      if (pending && message.action === undefined) return fetched(message, pending);
      return respond(message.id, [`unknown action ${message.action}`]);
    } catch (error) {
      if (error instanceof WireError) return respond(message.id, [error.message]);
      throw error;
    }
  };
}

function respond(id: number, errors: string[], warnings: string[] = [], result?: object): object {
  return { id, status: 'ok', errors, warnings, ...(result ? { result } : {}) };
}
