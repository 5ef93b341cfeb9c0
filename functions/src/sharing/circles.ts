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

/** A circle of these members, each once; throws ApiError where somebody is none. */
function circleOf(house: LibraryState, name: string, members: readonly Uid[]): Circle {
  requireMembers(house, members);
  return { name, members: [...new Set(members)] };
}

/** Throws ApiError where a circle's members decide who sees `all`, which only owners may change. */
function requireOwnerForAll({ albums, library }: LibraryState, caller: Caller, circle: CircleId): void {
  const audience = albums.get(ALL)?.audience;
  if (audience?.kind === 'people' && audience.circles.includes(circle))
    requirePermission(library, caller, 'restrict-all');
}

/** Makes a circle of members. */
export async function createCircle(
  ports: SharingPorts,
  caller: Caller,
  { library, name, members }: ApiRequest<'createCircle'>,
): Promise<ApiResponse<'createCircle'>> {
  const circle = ports.ids.circle();
  await changeSharing(ports, caller, library, (house) => {
    requirePermission(house.library, caller, 'manage-circles');
    if (house.circles.size >= MAX_CIRCLES) throw new ApiError('limit-reached');
    const after = withCircle(house, circle, circleOf(house, name, members));
    return { after, told: [{ type: 'changed-circle', target: name }] };
  });
  return { circle };
}

/** Gives a circle its name, or its members, or both; who is new to it sees what it sees, and who is out of it does not. */
export async function updateCircle(
  ports: SharingPorts,
  caller: Caller,
  { library, circle, members, ...ask }: ApiRequest<'updateCircle'>,
): Promise<ApiResponse<'updateCircle'>> {
  await changeSharing(ports, caller, library, (house) => {
    requirePermission(house.library, caller, 'manage-circles');
    const held = house.circles.get(circle);
    if (!held) throw new ApiError('not-found');
    const name = ask.name ?? held.name;
    const wanted = members ? circleOf(house, name, members) : { ...held, name };
    if (isSame(held, wanted)) return undefined;
    if (!isSame(held.members, wanted.members)) requireOwnerForAll(house, caller, circle);
    const after = withCircle(house, circle, wanted);
    return { after, told: [{ type: 'changed-circle', target: name }] };
  });
  return {};
}

/** Ends a circle: albums that were for it are not for it any more. One that is gone already stays so. */
export async function deleteCircle(
  ports: SharingPorts,
  caller: Caller,
  { library, circle }: ApiRequest<'deleteCircle'>,
): Promise<ApiResponse<'deleteCircle'>> {
  await changeSharing(ports, caller, library, (house) => {
    requirePermission(house.library, caller, 'manage-circles');
    const held = house.circles.get(circle);
    if (!held) return undefined;
    requireOwnerForAll(house, caller, circle);
    const after = withCircle(house, circle, undefined);
    return { after, told: [{ type: 'changed-circle', target: held.name }] };
  });
  return {};
}
