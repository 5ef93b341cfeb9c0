import { MAX_NAME } from '@maru/model';
import * as v from 'valibot';
import { endLibrary as end } from '../pipelines/ending.ts';
import { callable } from './callable.ts';
import { library } from './shapes.ts';

/** Ends a library whose name was typed. */
export const endLibrary = callable(
  'endLibrary',
  v.object({ library, name: v.pipe(v.string(), v.maxLength(4 * MAX_NAME)) }),
  end,
);
