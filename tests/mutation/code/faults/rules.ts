import type { Fault } from '../fault.ts';

/** Faults in the security rules. */
export const RULES_FAULTS: readonly Fault[] = [
  {
    suite: 'rules',
    tests: 'rules/',
    file: 'firestore.rules',
    from: '            && d.uploader == person()',
    to: '',
    effect: "an editor adds photos under another person's name",
  },
  {
    suite: 'rules',
    tests: 'rules/',
    file: 'firestore.rules',
    from: '            && request.auth.uid in album.readers\n',
    to: '',
    effect: 'everybody sees an album that is shared with some',
  },
  {
    suite: 'rules',
    tests: 'rules/',
    file: 'firestore.rules',
    from: "return request.auth.token.firebase.sign_in_provider == 'google.com';",
    to: 'return request.auth.uid != null;',
    effect: 'a token minted with a stolen key counts as a member',
  },
  {
    suite: 'rules',
    tests: 'rules/private',
    file: 'firestore.rules',
    from: '        && request.time.toMillis() < request.auth.token.programUntil\n        && exists(',
    to: '        && exists(',
    effect: 'a computer that signed in once imports for ever',
  },
  {
    suite: 'rules',
    tests: 'rules/',
    file: 'storage.rules',
    from: '&& person() != null && resource == null && isAnnounced();',
    to: '&& person() != null && isAnnounced();',
    effect: 'an original can be overwritten',
  },
  {
    suite: 'rules',
    tests: 'rules/',
    file: 'storage.rules',
    from: '          && announced.size == request.resource.size',
    to: '',
    effect: 'uploads larger than announced fill the bucket',
  },
];
