import type { GoogleClient } from './google/client.ts';
import type { DeployRecord } from './release/record.ts';
import type { FirebaseCli } from './release/firebase-cli.ts';
import type { DeployArguments } from './commands/arguments.ts';
import type { Text } from './text.ts';

/** What the steps know about the project. Each field is set by the step that is named. */
export interface Facts {
  /** `project` */
  number: string;
  /** `billing`: `billingAccounts/…` */
  billingAccount: string;
  /** `record`: what was deployed before. */
  record: DeployRecord;
  /** `record`: whether App Check is on: with --app-check, and in later deployments until --no-app-check. */
  appCheck: boolean;
  /** `record`: what --video-cores said in this or an earlier deployment. */
  videoCores: number | undefined;
  /** `database`: the region of functions and buckets. */
  region: string;
  /** `hosting-site`: the id of the default site; that of the project until it exists. */
  site: string;
  /** `hosting-site`: the family's own domains. */
  domains: readonly string[];
  /** `build` */
  version: string;
  /** `keep`, while applied: the staged folder. */
  stage: string;
  /** `keep`, while applied: the number of the release. */
  release: number;
}

/** What a step works with. */
export interface Context {
  readonly args: DeployArguments;
  readonly google: GoogleClient;
  readonly facts: Facts;
  /** Sentences for the end of the output: what the family still has to do by hand. */
  readonly notes: string[];
  readonly cli: FirebaseCli;
}

/** What a step would change, in words. */
export interface Change {
  readonly change: string;
  /** What would be lost that Maru did not create. Nothing is changed until the person agrees. */
  readonly overwrites?: string;
}

/** One idempotent step of a deployment. */
export interface Step {
  readonly id: string;
  readonly title: Text;
  /**
   * Only reads; `skipped` means that the step does not apply. An API may still be off: then what belongs to it does not exist.
   */
  plan(context: Context): Promise<'done' | 'skipped' | Change>;
  /** Creates or changes what `plan` said; may run again after a kill at any request. */
  apply(context: Context): Promise<void>;
}
