import type { CallName, Calls, Uid } from '@maru/model';
import type { Home } from './home.ts';

/** The most that a stranger who knows every id of a family can ask of each callable. A callable without a row does not compile. */
export const callsOn = ({
  library,
  album,
  circle,
  item,
  invite,
  offer,
  mother,
  owner,
  guest,
}: Home): { readonly [N in CallName]: Calls[N]['ask'] } => {
  const uid = mother.uid as Uid;
  const audience = { kind: 'people', people: [uid], circles: [circle] } as const;
  return {
    arrive: {},
    makeLibrary: { name: '남의 집', timeZone: 'Asia/Seoul' },
    makeAlbum: { library, title: '내 앨범', audience },
    addToAlbum: { library, album, items: [item] },
    tryAgain: { library, item },
    makeAgain: { library, item },
    makeAllAgain: { library, album },
    openOriginal: { library, album, item },
    invite: { library, address: 'me@example.com', role: 'owner' },
    makeInvite: { library, as: 'owner', uses: 10, days: 10 },
    listInvites: { library },
    revokeInvite: { library, invite },
    // The right form, by chance never right.
    lookAtInvite: { secret: 'a'.repeat(32) },
    redeemInvite: { secret: 'a'.repeat(32) },
    ask: { library, name: '낯선 사람', words: '들여보내 주세요' },
    listAsks: {},
    answerAsk: { uid: guest.uid as Uid, answer: { kind: 'join', library, role: 'owner' } },
    changeRole: { library, uid, role: 'owner' },
    transfer: { library, to: uid },
    removeMember: { library, uid: owner.uid as Uid },
    leave: { library },
    removeGuest: { library, album, uid: guest.uid as Uid },
    leaveAlbum: { library, album },
    makeCircle: { library, name: '내 모임', members: [uid] },
    changeCircle: { library, circle, name: '내 모임', members: [] },
    removeCircle: { library, circle },
    setAudience: { library, album, audience: { kind: 'library' }, guestsMayAdd: 'yes' },
    shareAlbums: { library, albums: [album], people: [uid], circles: [] },
    offer: { library, album, fileName: 'a.jpg', size: 3 },
    judgeOffer: { library, offer, isWelcome: true },
    endLibrary: { library, name: '우리 집' },
    keepLibrary: { library },
    deleteAccount: { address: owner.address },
  };
};

/** Those that anybody may call: what they do is the caller's own, and told of in the tests. */
export const OPEN = ['arrive', 'listAsks', 'ask'] as const satisfies readonly CallName[];
