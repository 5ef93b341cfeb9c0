import {
  ALL,
  MAX_CIRCLES,
  ApiError,
  withCircle,
  type ApiRequest,
  type ApiResponse,
  type Circle,
  type CircleId,
  type Uid,
} from '@maru/model';
import type { Caller } from '../access/caller.ts';
import { changeSharing } from './change-sharing.ts';
import { requireMembers, requirePermission } from '../library/people.ts';
import { isSame, type LibraryState, type SharingPorts } from './sharing-state.ts';

/** A circle of these people, without duplicates; throws ApiError if one is not a member. */
function circleOf(state: LibraryState, name: string, members: readonly Uid[]): Circle {
  requireMembers(state, members);
  return { name, members: [...new Set(members)] };
}

/** Throws ApiError if the circle is in the audience of `all`, which only owners may change. */
function requireOwnerForAll({ albums, library }: LibraryState, caller: Caller, circle: CircleId): void {
  const audience = albums.get(ALL)?.audience;
  if (audience?.kind === 'people' && audience.circles.includes(circle))
    requirePermission(library, caller, 'restrict-all');
}

/** Creates a circle of members. */
export async function createCircle(
  ports: SharingPorts,
  caller: Caller,
  { library, name, members }: ApiRequest<'createCircle'>,
): Promise<ApiResponse<'createCircle'>> {
  const circle = ports.ids.circle();
  await changeSharing(ports, caller, library, (state) => {
    requirePermission(state.library, caller, 'manage-circles');
    if (state.circles.size >= MAX_CIRCLES) throw new ApiError('limit-reached');
    const after = withCircle(state, circle, circleOf(state, name, members));
    return { after, activities: [{ type: 'changed-circle', target: name }] };
  });
  return { circle };
}

/** Changes a circle's name or members; the audiences of its albums follow. */
export async function updateCircle(
  ports: SharingPorts,
  caller: Caller,
  { library, circle, members, ...change }: ApiRequest<'updateCircle'>,
): Promise<ApiResponse<'updateCircle'>> {
  await changeSharing(ports, caller, library, (state) => {
    requirePermission(state.library, caller, 'manage-circles');
    const circleBefore = state.circles.get(circle);
    if (!circleBefore) throw new ApiError('not-found');
    const name = change.name ?? circleBefore.name;
    const circleAfter = members ? circleOf(state, name, members) : { ...circleBefore, name };
    if (isSame(circleBefore, circleAfter)) return undefined;
    if (!isSame(circleBefore.members, circleAfter.members)) requireOwnerForAll(state, caller, circle);
    const after = withCircle(state, circle, circleAfter);
    return { after, activities: [{ type: 'changed-circle', target: name }] };
  });
  return {};
}

/** Deletes a circle and removes it from every audience; does nothing if it does not exist. */
export async function deleteCircle(
  ports: SharingPorts,
  caller: Caller,
  { library, circle }: ApiRequest<'deleteCircle'>,
): Promise<ApiResponse<'deleteCircle'>> {
  await changeSharing(ports, caller, library, (state) => {
    requirePermission(state.library, caller, 'manage-circles');
    const circleBefore = state.circles.get(circle);
    if (!circleBefore) return undefined;
    requireOwnerForAll(state, caller, circle);
    const after = withCircle(state, circle, undefined);
    return { after, activities: [{ type: 'changed-circle', target: circleBefore.name }] };
  });
  return {};
}
