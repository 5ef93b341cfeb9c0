import type { EndpointName, ApiRequest, Uid } from '@maru/model';
import type { PrivateLibrary } from './private-library.ts';

/** The strongest request that a stranger who knows every id can make to each endpoint. Does not compile when an endpoint is missing. */
export const requestsOn = ({
  library,
  album,
  circle,
  item,
  invite,
  submission,
  mother,
  owner,
  guest,
}: PrivateLibrary): { readonly [N in EndpointName]: ApiRequest<N> } => {
  const uid = mother.uid as Uid;
  const audience = { kind: 'people', people: [uid], circles: [circle] } as const;
  return {
    onSignIn: {},
    createLibrary: { name: '남의 집', timeZone: 'Asia/Seoul' },
    createAlbum: { library, title: '내 앨범', audience },
    addToAlbum: { library, album, items: [item] },
    updateAlbum: { library, album, title: '내 앨범', cover: item },
    deleteAlbum: { library, album },
    restoreAlbum: { library, album },
    splitVideo: { library, item, sections: [{ start: 0, end: 5 }] },
    rotateItem: { library, item, rotation: 90 },
    editItems: { library, items: [item], edit: { caption: '내 사진' }, key: 'k'.repeat(20) },
    moveInAlbum: { library, album, move: { items: [item], before: null } },
    removeFromAlbum: { library, album, items: [item] },
    trashItems: { library, items: [item] },
    restoreItems: { library, items: [item] },
    purgeItems: { library, items: [item] },
    emptyTrash: { library },
    addFileName: { library, item, fileName: '2008-05-03.jpg' },
    retryItem: { library, item },
    reprocessItem: { library, item },
    reprocessAlbum: { library, album },
    openOriginals: { library, album, items: [item] },
    inviteByEmail: { library, address: 'me@example.com', role: 'owner' },
    createInviteLink: { library, as: 'owner', uses: 10, days: 10 },
    listInvites: { library },
    revokeInvite: { library, invite },
    // Well-formed but unknown.
    previewInvite: { secret: 'a'.repeat(32) },
    redeemInvite: { secret: 'a'.repeat(32) },
    requestAccess: { library, name: '낯선 사람', message: '들여보내 주세요' },
    listAccessRequests: {},
    answerAccessRequest: { uid: guest.uid as Uid, answer: { kind: 'join', library, role: 'owner' } },
    changeRole: { library, uid, role: 'owner' },
    transferOwnership: { library, to: uid },
    removeMember: { library, uid: owner.uid as Uid },
    leaveLibrary: { library },
    removeGuest: { library, album, uid: guest.uid as Uid },
    leaveAlbum: { library, album },
    createCircle: { library, name: '내 모임', members: [uid] },
    updateCircle: { library, circle, name: '내 모임', members: [] },
    deleteCircle: { library, circle },
    setAudience: { library, album, audience: { kind: 'library' }, guestUploads: 'yes' },
    shareAlbums: { library, albums: [album], people: [uid], circles: [] },
    createSubmission: { library, album, fileName: 'a.jpg', size: 3 },
    moderateSubmission: { library, submission, isAccepted: true },
    deleteLibrary: { library, name: '우리 집' },
    restoreLibrary: { library },
    createSignInCode: { program: 'import', challenge: 'f'.repeat(64) },
    redeemSignInCode: { code: 'a'.repeat(32), verifier: 'b'.repeat(32), appId: '1:1:web:a' },
    listPrograms: {},
    endProgram: {},
    renewAppCheck: { appId: '1:1:web:a' },
    startTvPairing: { name: '남의 TV', challenge: 'f'.repeat(64) },
    claimTv: { code: 'AB109XYZ', secret: 'a'.repeat(32) },
    findTvPairing: { code: 'AB109XYZ' },
    pairTv: { library, code: 'AB109XYZ', albums: [album] },
    listTvs: { library },
    removeTv: { library, tv: uid },
    deleteAccount: { address: owner.address },
  };
};

/** The endpoint that anybody may call: a TV that nobody let in yet. */
export const OPEN_TO_TVS = 'startTvPairing' satisfies EndpointName;

/** Endpoints that any verified person may call: they affect only the caller. */
export const OPEN = [
  'onSignIn',
  'listAccessRequests',
  'requestAccess',
  'listPrograms',
] as const satisfies readonly EndpointName[];
