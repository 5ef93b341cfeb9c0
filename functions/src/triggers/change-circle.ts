import * as v from 'valibot';
import { changeCircle as change } from '../pipelines/circles.ts';
import { callable } from './callable.ts';
import { circle, library, name, people } from './shapes.ts';

/** Gives a circle its name and its members. */
export const changeCircle = callable(
  'changeCircle',
  v.object({ library, circle, name: v.exactOptional(name), members: v.exactOptional(people) }),
  change,
);
