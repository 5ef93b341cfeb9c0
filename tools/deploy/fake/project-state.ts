import type { Api } from './discovery/document.ts';
import { notFound } from './google-error.ts';
import type { Match } from './methods.ts';
import type { Json } from './validate.ts';

/** One request after it was checked against its document. */
export interface Call extends Match {
  readonly host: string;
  readonly query: Record<string, string>;
  readonly body: Json;
  readonly bytes: Buffer;
  readonly headers: Record<string, string | undefined>;
}

/** Implements one method. If the method starts an operation, it returns the operation's response. */
export type Handler = (call: Call, state: ProjectState) => Json | Reply;

/** A response that is not JSON or has headers. */
export class Reply {
  readonly status: number;
  readonly body: Buffer | Json | undefined;
  readonly headers: Record<string, string>;

  constructor(status: number, body?: Buffer | Json, headers: Record<string, string> = {}) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export interface Policy {
  readonly etag: string;
  readonly version?: number;
  readonly bindings: readonly { readonly role: string; readonly members: readonly string[] }[];
}

export interface Operation {
  readonly name: string;
  readonly outcome: Json;
  pollsLeft: number;
}

export interface StoredObject {
  readonly bytes: Buffer;
  readonly metadata: Json;
}

/** The state of one project and its billing account, as plain data. */
export class ProjectState {
  readonly project: string;
  readonly number: string;
  /** How often an operation has to be polled before it is done. */
  readonly polls: number;
  billingEnabled: boolean;
  /** Names of the enabled APIs. */
  readonly services = new Set(['servicemanagement.googleapis.com', 'serviceusage.googleapis.com']);
  /** Resources by host and name, such as `firestore.googleapis.com/projects/p/databases/(default)`. */
  readonly resources = new Map<string, Json>();
  /** IAM policies, by the same key. */
  readonly policies = new Map<string, Policy>();
  readonly operations = new Map<string, Operation>();
  /** By `BUCKET/NAME`. */
  readonly objects = new Map<string, StoredObject>();
  /** Unfinished resumable uploads by id. */
  readonly uploads = new Map<string, { readonly call: Call; bytes: Buffer }>();
  /** Gzipped hosting files by their SHA-256. */
  readonly files = new Map<string, Buffer>();
  /** E-mail addresses of Google's service agents that exist. */
  readonly agents = new Set<string>();
  #count = 0;

  constructor(options: { project: string; number: string; polls: number; billingEnabled: boolean }) {
    this.project = options.project;
    this.number = options.number;
    this.polls = options.polls;
    this.billingEnabled = options.billingEnabled;
    const bindings = [{ role: 'roles/owner', members: ['user:owner@example.com'] }];
    this.policies.set(`cloudresourcemanager.googleapis.com/projects/${this.project}`, { etag: 'etag-0', bindings });
  }

  /** Returns a new number. */
  next(): number {
    return ++this.#count;
  }

  /** Returns a time later than all before. */
  now(): string {
    return new Date(Date.UTC(2026, 0, 1) + this.next() * 1000).toISOString();
  }

  get(host: string, name: string): Json {
    const found = this.resources.get(`${host}/${name}`);
    if (!found) throw notFound(name);
    return found;
  }

  has(host: string, name: string): boolean {
    return this.resources.has(`${host}/${name}`);
  }

  set(host: string, name: string, resource: Json): Json {
    this.resources.set(`${host}/${name}`, resource);
    return resource;
  }

  delete(host: string, name: string): void {
    this.get(host, name);
    this.resources.delete(`${host}/${name}`);
    this.policies.delete(`${host}/${name}`);
  }

  /** The resources directly below `parent/collection`, oldest first; `-` in `parent` is any name. */
  list(host: string, parent: string, collection: string): Json[] {
    const escaped = [host, parent]
      .filter(Boolean)
      .join('/')
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(/(?<=\/)-(?=\/|$)/g, '[^/]+');
    const pattern = new RegExp(`^${escaped}/${collection}/[^/]+$`);
    return [...this.resources].filter(([key]) => pattern.test(key)).map(([, resource]) => resource);
  }

  policy(host: string, name: string): Policy {
    return this.policies.get(`${host}/${name}`) ?? { etag: 'ACAB', bindings: [] };
  }

  /** Whether the project's policy gives `member` one of `roles`. */
  grants(member: string, ...roles: string[]): boolean {
    const { bindings } = this.policy('cloudresourcemanager.googleapis.com', `projects/${this.project}`);
    return bindings.some(({ role, members }) => roles.includes(role) && members.includes(member));
  }

  /** Starts an operation of `api` on a resource. `outcome` is its response or its error. */
  operate(api: Api, resource: string, outcome: Json): Json {
    const method = api.methods.find(({ id }) => id.endsWith('operations.get'));
    const parts = (method?.parameters['name']?.pattern ?? '^operations/.*$')
      .replace(/\[\^\/\]\+|\.\*/g, '*')
      .slice(1, -1);
    const given = resource.split('/');
    const name = parts
      .replace(/\*$/, `op-${this.next()}`)
      .split('/')
      .map((part, index) => (part === '*' ? given[index] : part));
    const operation: Operation = { name: name.join('/'), outcome, pollsLeft: this.polls };
    this.operations.set(operation.name, operation);
    return this.report(operation);
  }

  report({ name, outcome, pollsLeft }: Operation): Json {
    return pollsLeft > 0 ? { name } : { name, done: true, ...outcome };
  }
}
