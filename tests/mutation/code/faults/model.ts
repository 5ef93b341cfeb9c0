import type { Fault } from '../fault.ts';

/** Faults in the model. */
export const MODEL_FAULTS: readonly Fault[] = [
  {
    suite: 'model',
    tests: 'layout',
    file: 'model/src/media/justified-layout.ts',
    from: 'x += width + gap;',
    to: 'x += width;',
    effect: 'tiles touch, and a row does not fill its width',
  },
  {
    suite: 'model',
    tests: 'upload',
    file: 'model/src/upload/state.ts',
    from: "return state.at === 'announcing' ? { at: 'sending', item: state.item, done: 0 } : state;",
    to: "return item ? { at: 'sending', item, done: 0 } : state;",
    effect: 'a late response moves a ready item back to sending',
  },
  {
    suite: 'model',
    tests: 'policy',
    file: 'model/src/access/policy.ts',
    from: "'create-album': EDITORS,",
    to: "'create-album': MEMBERS,",
    effect: 'a viewer sees the button for a new album',
  },
  {
    suite: 'model',
    tests: 'sharing',
    file: 'model/src/access/sharing.ts',
    from: 'guests: withoutKey(album.guests, uid) },',
    to: 'guests: album.guests },',
    effect: 'a guest who became a member and was removed still sees the album',
  },
  {
    suite: 'model',
    tests: 'sniff',
    file: 'model/src/media/sniff.ts',
    from: '<!--(?:(?!-->)[^])*-->',
    to: '<!--[^]*?-->',
    effect: '500 bytes of text occupy an instance for ever',
  },
  {
    suite: 'model',
    tests: 'renditions',
    file: 'model/src/media/renditions.ts',
    from: 'return scaleDown(displayed, Math.max(usual, Math.min(SCREEN.short / short, max)));',
    to: 'return scaleDown(displayed, usual);',
    effect: 'a panorama is a thin strip even when zoomed in',
  },
  {
    suite: 'model',
    tests: 'library/favourites',
    file: 'model/src/library/own-items.ts',
    from: 'isItemId(item) && v.is(schema, one)',
    to: 'isItemId(item)',
    effect: 'one damaged favourite breaks the page of all',
  },
];
