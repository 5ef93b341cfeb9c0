import { appOf } from '../sign-in/app.ts';
import { signInMessages } from '../sign-in/messages.ts';
import { secretStore, type SecretStore } from '../sign-in/secret-store.ts';
import { signInByPage } from '../sign-in/sign-in.ts';
import { StoredSession } from '../sign-in/stored-session.ts';
import { resumeSession, signInByToken, type Client } from './client.ts';

/** Where the session of the importer in a project is stored. */
const sessionStore = (project: string): SecretStore => secretStore(`import-${project}`);

/** A session that ends sooner is not continued, so that it does not end during an import, in ms. */
const MIN_LEFT_MS = 86_400_000;

/** Ends the importer's session in a project, and forgets it here even if the project cannot be reached: it ends by itself. */
export async function signOut({ project, site }: { readonly project: string; readonly site?: string }): Promise<void> {
  const store = sessionStore(project);
  const session = new StoredSession(store);
  try {
    if (!(await session.isValid(Date.now()))) return;
    const client = await resumeSession(await appOf(project, site), session.persistence);
    await client?.call('endProgram', {});
    await client?.close();
  } catch {
    // Offline, or ended already.
  } finally {
    await store.remove();
  }
}

/** Continues the importer's session in a project, or signs in by the app's page. */
export async function signInToProject(
  { project, site }: { readonly project: string; readonly site?: string },
  print: (line: string) => void,
): Promise<Client> {
  const messages = signInMessages();
  const app = await appOf(project, site);
  const session = new StoredSession(sessionStore(project));
  const resumed = (await session.isValid(Date.now() + MIN_LEFT_MS))
    ? await resumeSession(app, session.persistence)
    : undefined;
  if (resumed) {
    print(messages.signedIn(resumed.name));
    return resumed;
  }
  const signedIn = await signInByPage(app, { program: 'import', messages, print });
  session.until = signedIn.until;
  const client = await signInByToken(app, signedIn, session.persistence);
  print(messages.signedIn(client.name));
  if (session.place !== undefined) print(messages.stored(session.place));
  return client;
}
