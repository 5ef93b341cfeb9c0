import { createHash, randomBytes } from 'node:crypto';
import { base32 } from '@maru/model';
import { messagesOf as importMessages } from '../../import/messages.ts';
import { personOf } from '../../import/target.ts';
import { connect } from '../../import/connect.ts';
import { signIn, signInByToken, type Client } from '../../import/client.ts';
import { appOf, type RunningApp } from '../../sign-in/app.ts';
import { signInMessages } from '../../sign-in/messages.ts';
import { redeem, signInByPage } from '../../sign-in/sign-in.ts';
import { openSession as openGoogle } from '../commands/session.ts';
import type { GoogleClient } from '../google/client.ts';
import type { VerifyArguments } from './arguments.ts';
import type { Participants } from './context.ts';
import { messagesOf } from './messages.ts';

/** The people of a run; `close` ends their sessions and stops what was started. */
export interface Session {
  readonly participants: Participants;
  readonly close: () => Promise<void>;
}

/** Signs a program in by a code as its page does, as the demo owner: the emulators have no browser. */
async function signInProgram(app: RunningApp): Promise<Client> {
  const person = await signIn(app, personOf(app.config, undefined, importMessages()));
  const verifier = base32(randomBytes(20));
  const challenge = createHash('sha256').update(verifier).digest('hex');
  const { code } = await person.call('createSignInCode', { program: 'verify', challenge });
  await person.close();
  return signInByToken(app, await redeem(app, code, verifier));
}

async function endSession(client: Client): Promise<void> {
  // Otherwise it ends by itself.
  await client.call('endProgram', {}).catch(() => undefined);
  await client.close();
}

async function onEmulators(print: (line: string) => void): Promise<Session> {
  const { app, close } = await connect(importMessages(), print);
  try {
    const owner = await signInProgram(app);
    const second = await signIn(app, { name: '점검 손님', address: 'check@example.com' });
    return {
      participants: { app, owner, second },
      close: async () => {
        await Promise.all([endSession(owner), second.close()]);
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Google's APIs as the person who deploys; undefined if nobody is signed in on this computer. */
async function googleOf(project: string): Promise<GoogleClient | undefined> {
  const { google } = openGoogle(project);
  try {
    await google.get('firebase', `v1beta1/projects/${project}`);
    return google;
  } catch {
    return undefined;
  }
}

/** Signs in the people of a run: on a project by its page, on the emulators as people of the demo. */
export async function openSession(args: VerifyArguments, print: (line: string) => void): Promise<Session> {
  const { project, site } = args;
  if (project === undefined) return onEmulators(print);
  const app = await appOf(project, site);
  const messages = signInMessages();
  const options = { messages, print };
  const owner = await signInByToken(app, await signInByPage(app, { ...options, program: 'verify' }));
  print(messages.signedIn(owner.name));
  if (args.second) print(messagesOf().second);
  const second = args.second
    ? await signInByToken(app, await signInByPage(app, { ...options, program: 'import' }))
    : undefined;
  return {
    participants: { app, owner, second, google: await googleOf(project) },
    close: async () => {
      await Promise.all([endSession(owner), second && endSession(second)]);
    },
  };
}
