// The import rules of ARCHITECTURE.md: one `area` a row, checked over the whole import graph by `npm run check`.
// tests/conventions/imports.test.ts shows that each row is enforced. Type imports in .svelte files are not seen: Svelte's compiler erases them.

const either = (patterns) => `^(${patterns.join('|')})`;

/**
 * One row: everything that the files under `from` may import, except for tests and fakes. From `typesOnly` they may import types only;
 * `packages` are npm packages and modules of Node or Kit; `comment` says where other code belongs.
 */
function area(name, from, { imports = [], typesOnly = [], packages = [], comment }) {
  const npm = packages.map((one) => `(node_modules/)?${one}(/|$)`);
  const files = { path: either([from]), pathNot: '\\.(test(\\.svelte)?|fake)\\.ts$' };
  const rule = { name: `imports/${name}`, severity: 'error', comment, from: files };
  const values = { ...rule, to: { path: either(typesOnly), dependencyTypesNot: ['type-only'] } };
  return [
    { ...rule, to: { pathNot: either([from, ...imports, ...typesOnly, ...npm]) } },
    ...(typesOnly.length > 0 ? [values] : []),
  ];
}

const MODEL = 'model/src/';
const FUNCTIONS = 'functions/src/';
/** Folders by feature; they use ports. */
const FEATURES = `${FUNCTIONS}(access|album-index|concurrency|ingest|library|maintenance|metadata|processing|sections|sharing|streams|strips|submissions|token-rotation|trash|tvs)/`;
const LIB = 'web/src/lib/';
/** Formatting and language. */
const SHARED = `${LIB}[^/]+$`;
const MESSAGES = `${LIB}paraglide/`;
const STYLES = `${LIB}styles/`;

const AREAS = [
  area('model', MODEL, {
    packages: ['valibot'],
    comment:
      'The model is pure: no I/O, no SDK, no package except valibot for its schemas. Code with effects belongs in a feature of functions/src or in web/src/lib/state.',
  }),

  area('ports', `${FUNCTIONS}ports/`, {
    imports: [MODEL],
    comment: 'A port is an interface in terms of the model. Its implementation belongs in functions/src/adapters.',
  }),
  area('features', FEATURES, {
    // zlib is a pure function here: it packs sheets and outlines.
    imports: [MODEL, `${FUNCTIONS}ports/`, '^zlib$'],
    packages: ['valibot'],
    comment: 'A feature uses ports. Add a method to functions/src/ports and implement it in functions/src/adapters.',
  }),
  area('adapters', `${FUNCTIONS}adapters/`, {
    imports: [MODEL, `${FUNCTIONS}ports/`, 'node_modules/', '(node:)?[a-z_]+(/promises)?$'],
    comment: 'An adapter implements one port with one SDK. Decisions belong in model or a feature of functions/src.',
  }),
  area('api', `${FUNCTIONS}api/`, {
    imports: [MODEL, `${FUNCTIONS}ports/`, FEATURES, `${FUNCTIONS}(wiring|triggers/instance-options)\\.ts`, '[a-z_]+$'],
    packages: ['firebase-functions', 'valibot'],
    comment:
      'The API decodes, checks permissions and calls a feature with the adapters of functions/src/wiring.ts. SDKs belong in functions/src/adapters.',
  }),
  area('triggers', `${FUNCTIONS}(triggers/|index\\.ts)`, {
    imports: [MODEL, `${FUNCTIONS}(ports|api)/`, FEATURES, `${FUNCTIONS}wiring\\.ts`],
    packages: ['firebase-functions', 'valibot'],
    comment:
      'A trigger decodes and calls a feature with the adapters of functions/src/wiring.ts. SDKs belong in functions/src/adapters.',
  }),
  area('wiring', `${FUNCTIONS}wiring\\.ts`, {
    imports: [MODEL, `${FUNCTIONS}(ports|adapters)/`, FEATURES],
    packages: ['firebase-functions'],
    comment: 'Wiring hands adapters to features. SDKs belong in functions/src/adapters.',
  }),

  area('ui', `${LIB}ui/`, {
    imports: [SHARED, STYLES],
    packages: ['svelte', '@lucide/svelte'],
    comment:
      'ui/ does not know photos, messages or data: take them as props. Components that know the model belong in web/src/lib/features.',
  }),
  area('features', `${LIB}features/`, {
    imports: [MODEL, `${LIB}ui/`, SHARED, MESSAGES, STYLES],
    typesOnly: [`${LIB}media/`],
    // thumbhash draws a tile's placeholder, uqr an invite's QR code; use-gesture recognizes gestures in the viewer; photo-sphere-viewer draws
    // panorama photos.
    packages: ['svelte', '@lucide/svelte', '@photo-sphere-viewer/core', '@use-gesture/vanilla', 'thumbhash', 'uqr'],
    comment:
      'A feature component takes data as props and emits events; it does not fetch. Create its dependencies in web/src/routes and pass them in.',
  }),
  area('state', `${LIB}state/`, {
    imports: [MODEL, SHARED],
    typesOnly: [`${LIB}(firebase|device)/`],
    packages: ['svelte'],
    comment:
      'State knows the model and the types of lib/firebase and lib/device; a +layout creates those and passes them in. Messages belong in web/src/lib/features.',
  }),
  area('media', `${LIB}media/`, {
    imports: [MODEL, SHARED],
    packages: ['svelte', 'hls\\.js'],
    comment: 'media/ only plays. Components belong in web/src/lib/features, data sources in web/src/lib/state.',
  }),
  area('device', `${LIB}device/`, {
    imports: [MODEL, SHARED, 'web/manifest\\.ts'],
    packages: ['svelte', 'client-zip', '@zip\\.js/zip\\.js', 'idb', 'hash-wasm'],
    comment: 'device/ manages data on this device and uses no network. Server data belongs in web/src/lib/firebase.',
  }),
  area('firebase', `${LIB}firebase/`, {
    imports: [MODEL, SHARED],
    packages: ['firebase', '@firebase'],
    comment:
      'lib/firebase translates the SDK to the model and does not know screens. State belongs in web/src/lib/state.',
  }),
  area('service-worker', 'web/src/sw\\.ts', {
    imports: [MODEL, `${LIB}device/`],
    packages: ['workbox-[a-z-]+'],
    comment: 'The service worker only connects pure strategies: write and test them in web/src/lib/device.',
  }),
  area('routes', 'web/src/routes/', {
    imports: [MODEL, LIB, '\\./\\$types'],
    packages: ['svelte', '@lucide/svelte', '\\$app'],
    comment:
      'A route only connects. Firebase belongs in web/src/lib/firebase, hls.js in web/src/lib/media, the store in web/src/lib/device.',
  }),
];

const outside = (name, from, comment, pathNot = []) => ({
  name: `imports/${name}`,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: '^(functions|web)/src/', pathNot },
});

export default {
  forbidden: [
    {
      name: 'no-cycle',
      severity: 'error',
      comment: 'Move the shared code into a third file, or the type to the file that owns it.',
      from: {},
      to: { circular: true },
    },
    ...AREAS.flat(),
    outside('tools', '^tools/', 'A tool uses the model, SDKs and the API. Shared code belongs in model/src.'),
    outside(
      'tests',
      '^tests/',
      'tests/ uses public interfaces: emulators, rules, the API, pages and their messages. Unit tests are x.test.ts beside x.ts.',
      [`^${LIB}paraglide/messages\\.js$`],
    ),
  ],
  options: {
    exclude: { path: '^(functions/lib|web/build|web/\\.svelte-kit)/' },
    doNotFollow: { path: ['node_modules', '^web/src/lib/paraglide/'] },
    // Type imports count.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'types', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.svelte'],
    },
  },
};
