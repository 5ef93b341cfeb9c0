import { MAX_FILE_NAME, MAX_SUBMISSION_BYTES } from '@maru/model';
import * as v from 'valibot';
import { offer as announce } from '../pipelines/offer.ts';
import { callable } from './callable.ts';
import { album, library, upTo } from './shapes.ts';

const fileName = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_FILE_NAME));

/** A guest announces what they bring. */
export const offer = callable(
  'offer',
  v.object({ library, album, fileName, size: upTo(MAX_SUBMISSION_BYTES) }),
  announce,
);
