import { becomes, circleIs, goes, narrowed, sharedWith, staysAway, visits, type Scenario } from './scenario.ts';

const ITEMS = { photo: 'all', cake: 'party', sea: 'trip' } as const;
const ALBUMS = { party: 'mums', trip: 'dads' } as const;
const MUMS = 'all/photo party/cake';
const DADS = 'all/photo trip/sea';
const BOTH = 'all/photo party/cake trip/sea';
const FAMILY = { 'anna ben': BOTH, 'mum aunt': MUMS, 'dad uncle': DADS } as const;

/** Who from outside the family sees what. */
export const OF_GUESTS: readonly Scenario[] = [
  {
    says: 'A guest of one album sees that album, and neither the timeline nor any other.',
    albums: ALBUMS,
    guests: { party: 'kim' },
    items: ITEMS,
    sees: { ...FAMILY, kim: 'party/cake' },
  },
  {
    says: 'A guest of two albums sees both, and nothing else.',
    albums: ALBUMS,
    guests: { party: 'kim', trip: 'kim' },
    items: ITEMS,
    sees: { ...FAMILY, kim: 'party/cake trip/sea' },
  },
  {
    says: 'Two guests of two albums do not see each other’s.',
    albums: ALBUMS,
    guests: { party: 'kim', trip: 'lee' },
    items: ITEMS,
    sees: { ...FAMILY, kim: 'party/cake', lee: 'trip/sea' },
  },
  {
    says: 'A guest sees an item that is in the timeline too, but through their album only.',
    albums: { party: 'mums' },
    guests: { party: 'kim' },
    items: { cake: 'all party' },
    sees: { 'anna ben mum aunt': 'all/cake party/cake', 'dad uncle': 'all/cake', kim: 'party/cake' },
  },
  {
    says: 'A guest of an album that the whole library sees is not of the library.',
    albums: { party: 'everybody' },
    guests: { party: 'kim' },
    items: { photo: 'all', cake: 'party' },
    sees: { 'anna ben mum aunt dad uncle': MUMS, kim: 'party/cake' },
  },
  {
    says: 'A guest who is taken out sees nothing more, and who came with them stays.',
    albums: ALBUMS,
    guests: { party: 'kim lee' },
    items: ITEMS,
    then: [staysAway('kim', 'party')],
    sees: { ...FAMILY, lee: 'party/cake' },
  },
  {
    says: 'A guest who leaves one of two albums keeps the other.',
    albums: ALBUMS,
    guests: { party: 'kim', trip: 'kim' },
    items: ITEMS,
    then: [staysAway('kim', 'party')],
    sees: { ...FAMILY, kim: 'trip/sea' },
  },
  {
    says: 'A guest who comes by the link again after they were taken out sees the album again.',
    albums: ALBUMS,
    items: ITEMS,
    then: [visits('kim', 'party'), staysAway('kim', 'party'), visits('kim', 'party')],
    sees: { ...FAMILY, kim: 'party/cake' },
  },
  {
    says: 'Narrowing an album to nobody leaves its guests: they were invited one by one.',
    albums: ALBUMS,
    guests: { party: 'kim' },
    items: ITEMS,
    then: [narrowed('party', '')],
    sees: { 'anna ben': BOTH, 'mum aunt': 'all/photo', 'dad uncle': DADS, kim: 'party/cake' },
  },
  {
    says: 'A guest who becomes a member sees what is for everybody besides, and keeps their album.',
    albums: ALBUMS,
    guests: { party: 'kim' },
    items: ITEMS,
    then: [becomes('kim', 'viewer')],
    sees: { ...FAMILY, kim: MUMS },
  },
  {
    says: 'A guest who became a member and is removed sees nothing, not even as the guest they were.',
    albums: ALBUMS,
    guests: { party: 'kim' },
    items: ITEMS,
    then: [becomes('kim', 'viewer'), goes('kim')],
    sees: FAMILY,
  },
  {
    says: 'A removed member who comes as guest of one album sees that one only.',
    albums: ALBUMS,
    items: ITEMS,
    then: [goes('mum'), visits('mum', 'trip')],
    sees: { 'anna ben': BOTH, aunt: MUMS, 'dad uncle': DADS, mum: 'trip/sea' },
  },
  {
    says: 'A member who opens the guests’ link of an album that is not for them sees it then.',
    albums: ALBUMS,
    items: ITEMS,
    then: [visits('dad', 'party')],
    sees: { 'anna ben dad': BOTH, 'mum aunt': MUMS, uncle: DADS },
  },
  {
    says: 'A member who is taken out as guest keeps what is for them as a member.',
    albums: ALBUMS,
    guests: { party: 'mum' },
    items: ITEMS,
    then: [staysAway('mum', 'party')],
    sees: FAMILY,
  },
  {
    says: 'A guest who is put into a circle sees no more by it.',
    albums: ALBUMS,
    guests: { party: 'kim' },
    items: ITEMS,
    then: [circleIs('dads', 'dad uncle kim')],
    sees: { ...FAMILY, kim: 'party/cake' },
  },
  {
    says: 'A guest to whom another album is shown like to a member does not see it.',
    albums: ALBUMS,
    guests: { party: 'kim' },
    items: ITEMS,
    then: [sharedWith('trip', 'kim')],
    sees: { ...FAMILY, kim: 'party/cake' },
  },
  {
    says: 'A guest of the timeline itself sees the timeline, and no album.',
    albums: ALBUMS,
    guests: { all: 'kim' },
    items: ITEMS,
    sees: { ...FAMILY, kim: 'all/photo' },
  },
  {
    says: 'A guest’s album that is empty is there, and nothing in it.',
    albums: { party: '' },
    guests: { party: 'kim' },
    sees: { 'anna ben': 'all/photo party/', 'mum aunt dad uncle': 'all/photo', kim: 'party/' },
  },
  {
    says: 'A guest of an album that is not there is a guest of nothing.',
    items: { photo: 'all gone' },
    then: [visits('kim', 'gone')],
    sees: { 'anna ben mum aunt dad uncle': 'all/photo' },
  },
  {
    says: 'A stranger named constructor is a stranger: no role, no guest.',
    albums: { party: 'constructor' },
    items: { photo: 'all', cake: 'party' },
    sees: { 'anna ben': MUMS, 'mum aunt dad uncle': 'all/photo' },
  },
  {
    says: 'A guest named constructor is the guest of one album like any other.',
    albums: ALBUMS,
    items: ITEMS,
    then: [visits('constructor', 'party'), visits('__proto__', 'trip'), staysAway('__proto__', 'trip')],
    sees: { ...FAMILY, constructor: 'party/cake' },
  },
  {
    says: 'A member named __proto__ is a member, and none when they are gone.',
    albums: ALBUMS,
    items: ITEMS,
    then: [becomes('__proto__', 'owner'), becomes('constructor', 'viewer'), goes('__proto__')],
    sees: { ...FAMILY, constructor: 'all/photo' },
  },
];
