import { hasMediaExtension } from '@maru/model/media/file-names';
import { SHARE_TARGET } from '../../../../manifest.ts';
import { INCOMING_PAGE, type IncomingStore, type KeepProblem } from './incoming-store.ts';

/**
 * Why there is nothing to ask for. `not-ready`: the files went to Hosting, because this device had no service worker; `firebase.json` redirects
 * them here.
 */
export type IncomingProblem = KeepProblem | 'not-media' | 'not-ready';

/** Whether a file is an image, video or sound by its type or, as not every app knows the type of a RAW, by its extension. */
export const isMediaFile = ({ name, type }: Pick<File, 'name' | 'type'>): boolean =>
  /^(image|video|audio)\//.test(type) || hasMediaExtension(name);

/** Whether the share sheet posts files to this path. */
export const isSharePath = (path: string): boolean => path === SHARE_TARGET.action;

/** The address of the page with the question, or with the reason why there is none. */
const incomingAddress = (problem?: IncomingProblem): string =>
  problem === undefined ? INCOMING_PAGE : `${INCOMING_PAGE}?problem=${problem}`;

async function keepFiles(request: Request, store: Pick<IncomingStore, 'keep'>): Promise<IncomingProblem | undefined> {
  let form: FormData;
  try {
    form = await request.formData();
  } catch (error) {
    console.warn('the shared files could not be read', error);
    return 'not-received';
  }
  const all = form.getAll(SHARE_TARGET.field).filter((value) => value instanceof File);
  // Chrome 153 on Android posts a form without parts (github.com/GoogleChromeLabs/squoosh/issues/1503).
  if (all.length === 0) return 'not-received';
  const files = all.filter(isMediaFile);
  if (files.length === 0) return 'not-media';
  const refused = all.filter((file) => !isMediaFile(file)).map(({ name }) => name);
  return store.keep({ id: crypto.randomUUID(), at: Date.now(), files, refused });
}

/**
 * Answers the request by which the share sheet hands over files: keeps them on this device and goes on to the page that asks for their album.
 * Other sites can send such a request too, so nothing is uploaded before a person has chosen.
 */
export async function respondToShare(request: Request, store: Pick<IncomingStore, 'keep'>): Promise<Response> {
  const problem = await keepFiles(request, store);
  // 303: the next request is a GET, and a reload does not share again.
  return Response.redirect(new URL(incomingAddress(problem), request.url), 303);
}
