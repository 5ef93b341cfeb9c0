import { postBy } from '@maru/model/upload/web-platform';

/** Sends a POST request of an upload; rejects if there is no answer. */
export const post = postBy(fetch);
