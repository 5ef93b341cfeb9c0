import type { ApiRequest, ApiResponse, EndpointName, ENDPOINTS } from '@maru/model';
import { deleteAccount } from '../library/delete-account.ts';
import { reprocessItem, retryItem, rotateItem } from '../processing/reprocess-item.ts';
import { leaveAlbum, removeGuest } from '../sharing/album-guests.ts';
import { addFileName } from '../library/add-file-name.ts';
import { addToAlbum, createAlbum } from '../library/albums.ts';
import { answerAccessRequest, listAccessRequests, requestAccess } from '../sharing/access-requests.ts';
import { setAudience, shareAlbums } from '../sharing/audience.ts';
import type { Caller } from '../access/caller.ts';
import { endProgram, listPrograms } from '../access/program-sessions.ts';
import { createSignInCode, redeemSignInCode, renewAppCheck } from '../access/program-sign-in.ts';
import { createCircle, deleteCircle, updateCircle } from '../sharing/circles.ts';
import { onSignIn, previewInvite, redeemInvite } from '../sharing/join-by-invite.ts';
import { deleteAlbum, restoreAlbum } from '../library/delete-album.ts';
import { deleteLibrary, restoreLibrary } from '../library/delete-library.ts';
import { createInviteLink, inviteByEmail, listInvites, revokeInvite } from '../sharing/invites.ts';
import { moderateSubmission } from '../submissions/moderate.ts';
import { changeRole, leaveLibrary, removeMember, transferOwnership } from '../sharing/members.ts';
import { createSubmission } from '../submissions/submit.ts';
import { splitVideo } from '../sections/split-video.ts';
import { editItems } from '../library/edit-items.ts';
import { moveInAlbum } from '../library/move-in-album.ts';
import { openOriginals } from '../library/open-originals.ts';
import { removeFromAlbum } from '../library/remove-from-album.ts';
import { updateAlbum } from '../library/update-album.ts';
import { createLibrary } from '../library/people.ts';
import { reprocessAlbum } from '../processing/reprocess-album.ts';
import { emptyTrash, purgeItems } from '../trash/delete-items.ts';
import { restoreItems, trashItems } from '../trash/trash-items.ts';
import { claimTv, findTvPairing, pairTv, startTvPairing } from '../tvs/pair-tv.ts';
import { listTvs, removeTv } from '../tvs/tvs.ts';
import type { Ports } from '../wiring.ts';
import {
  hasInvite,
  isAnybody,
  isGuest,
  isOwnAddress,
  isVerified,
  mayAnswer,
  mayCreateLibrary,
  mayEndProgram,
  mayInLibrary,
  mayInvite,
  mayInviteByEmail,
  mayRenew,
  maySetAudience,
  mayUseProgram,
  type Permission,
} from './permission.ts';

type CallerOf<Name extends EndpointName> = (typeof ENDPOINTS)[Name]['isPublic'] extends true
  ? Caller | undefined
  : Caller;

/** How the server answers an endpoint: who may call it, decided from one document or query at most, and what it does. */
interface Implementation<Name extends EndpointName> {
  readonly permission: Permission<CallerOf<Name>, ApiRequest<Name>>;
  readonly handle: (ports: Ports, caller: CallerOf<Name>, request: ApiRequest<Name>) => Promise<ApiResponse<Name>>;
}

/** The implementation of every endpoint of the model's table. */
export const IMPLEMENTATIONS: { readonly [Name in EndpointName]: Implementation<Name> } = {
  onSignIn: { permission: isVerified, handle: onSignIn },

  createLibrary: { permission: mayCreateLibrary, handle: createLibrary },
  deleteLibrary: { permission: mayInLibrary('delete-library'), handle: deleteLibrary },
  restoreLibrary: { permission: mayInLibrary('delete-library'), handle: restoreLibrary },

  createAlbum: { permission: mayInLibrary('create-album'), handle: createAlbum },
  addToAlbum: { permission: mayInLibrary('add-items'), handle: addToAlbum },
  updateAlbum: { permission: mayInLibrary('edit-album'), handle: updateAlbum },
  deleteAlbum: { permission: mayInLibrary('delete-own-album'), handle: deleteAlbum },
  restoreAlbum: { permission: mayInLibrary('delete-own-album'), handle: restoreAlbum },
  splitVideo: { permission: mayInLibrary('edit-items'), handle: splitVideo },
  rotateItem: { permission: mayInLibrary('edit-items'), handle: rotateItem },
  editItems: { permission: mayInLibrary('edit-items'), handle: editItems },
  moveInAlbum: { permission: mayInLibrary('edit-album'), handle: moveInAlbum },
  removeFromAlbum: { permission: mayInLibrary('remove-from-album'), handle: removeFromAlbum },
  trashItems: { permission: mayInLibrary('trash-own-items'), handle: trashItems },
  restoreItems: { permission: mayInLibrary('trash-own-items'), handle: restoreItems },
  purgeItems: { permission: mayInLibrary('purge-items'), handle: purgeItems },
  emptyTrash: { permission: mayInLibrary('purge-items'), handle: emptyTrash },
  addFileName: { permission: mayInLibrary('add-items'), handle: addFileName },
  retryItem: { permission: mayInLibrary('retry'), handle: retryItem },
  reprocessItem: { permission: mayInLibrary('reprocess'), handle: reprocessItem },
  reprocessAlbum: { permission: mayInLibrary('reprocess-all'), handle: reprocessAlbum },
  openOriginals: { permission: mayInLibrary('download-original'), handle: openOriginals },

  inviteByEmail: { permission: mayInviteByEmail, handle: inviteByEmail },
  createInviteLink: { permission: mayInvite, handle: createInviteLink },
  listInvites: { permission: mayInLibrary('invite-guest'), handle: listInvites },
  revokeInvite: { permission: mayInLibrary('invite-guest'), handle: revokeInvite },
  previewInvite: { permission: hasInvite, handle: previewInvite },
  redeemInvite: { permission: hasInvite, handle: redeemInvite },

  requestAccess: { permission: isVerified, handle: requestAccess },
  listAccessRequests: { permission: isVerified, handle: listAccessRequests },
  answerAccessRequest: { permission: mayAnswer, handle: answerAccessRequest },

  changeRole: { permission: mayInLibrary('manage-members'), handle: changeRole },
  transferOwnership: { permission: mayInLibrary('manage-members'), handle: transferOwnership },
  removeMember: { permission: mayInLibrary('manage-members'), handle: removeMember },
  leaveLibrary: { permission: mayInLibrary('leave'), handle: leaveLibrary },
  removeGuest: { permission: mayInLibrary('remove-guest'), handle: removeGuest },
  leaveAlbum: { permission: isGuest, handle: leaveAlbum },

  createCircle: { permission: mayInLibrary('manage-circles'), handle: createCircle },
  updateCircle: { permission: mayInLibrary('manage-circles'), handle: updateCircle },
  deleteCircle: { permission: mayInLibrary('manage-circles'), handle: deleteCircle },
  setAudience: { permission: maySetAudience, handle: setAudience },
  shareAlbums: { permission: mayInLibrary('share-album'), handle: shareAlbums },

  createSubmission: { permission: isGuest, handle: createSubmission },
  moderateSubmission: { permission: mayInLibrary('moderate-submissions'), handle: moderateSubmission },

  createSignInCode: { permission: mayUseProgram, handle: createSignInCode },
  redeemSignInCode: { permission: isAnybody, handle: redeemSignInCode },
  listPrograms: { permission: isVerified, handle: listPrograms },
  endProgram: { permission: mayEndProgram, handle: endProgram },
  renewAppCheck: { permission: mayRenew, handle: renewAppCheck },

  startTvPairing: { permission: isAnybody, handle: startTvPairing },
  claimTv: { permission: isAnybody, handle: claimTv },
  findTvPairing: { permission: isVerified, handle: findTvPairing },
  pairTv: { permission: mayInLibrary('pair-tv'), handle: pairTv },
  listTvs: { permission: mayInLibrary('view-library'), handle: listTvs },
  removeTv: { permission: mayInLibrary('view-library'), handle: removeTv },

  deleteAccount: { permission: isOwnAddress, handle: deleteAccount },
};
