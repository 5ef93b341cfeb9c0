import { createDatabase } from './products/firestore.ts';
import { addFirebase } from './products/projects.ts';
import { releaseRules } from './products/rules.ts';
import { enable } from './products/service-usage.ts';
import { insertBucket } from './products/storage.ts';
import type { ProjectState } from './project-state.ts';

/** A project in which somebody already runs another app: an app, a bucket, a database with an index, rules and a released site. */
export function fillUsedProject(state: ProjectState): void {
  const { project } = state;
  const all = [
    'firebase',
    'firestore',
    'firebaserules',
    'firebasehosting',
    'storage',
    'firebasestorage',
    'identitytoolkit',
  ];
  enable(
    state,
    all.map((name) => `${name}.googleapis.com`),
  );
  addFirebase(state);
  const app = `projects/${project}/webApps/1:${state.number}:web:other`;
  state.set('firebase.googleapis.com', app, {
    name: app,
    appId: `1:${state.number}:web:other`,
    displayName: 'Recipes',
    projectId: project,
    state: 'ACTIVE',
  });
  insertBucket(state, { name: `${project}.firebasestorage.app`, location: 'US-CENTRAL1' });
  const database = `projects/${project}/databases/(default)`;
  createDatabase(state, database, { locationId: 'asia-northeast3', type: 'FIRESTORE_NATIVE' });
  const index = `${database}/collectionGroups/recipes/indexes/index-1`;
  const fields = [
    { fieldPath: 'author', order: 'ASCENDING' },
    { fieldPath: 'at', order: 'DESCENDING' },
    { fieldPath: '__name__', order: 'DESCENDING' },
  ];
  state.set('firestore.googleapis.com', index, { name: index, queryScope: 'COLLECTION', fields, state: 'READY' });
  const rules = `service cloud.firestore {\n  match /databases/{d}/documents { match /recipes/{r} { allow read; } }\n}\n`;
  releaseRules(state, 'cloud.firestore', rules);
  releaseRules(
    state,
    `firebase.storage/${project}.firebasestorage.app`,
    rules.replace('cloud.firestore', 'firebase.storage'),
  );
  const site = `sites/${project}`;
  state.set('firebasehosting.googleapis.com', site, {
    name: site,
    defaultUrl: `https://${project}.web.app`,
    type: 'DEFAULT_SITE',
  });
  state.get('firebase.googleapis.com', `projects/${project}`)['resources'] = { hostingSite: project };
  const version = `${site}/versions/version-1`;
  state.set('firebasehosting.googleapis.com', version, {
    name: version,
    status: 'FINALIZED',
    files: { '/index.html': '0'.repeat(64) },
    config: {},
  });
  const release = `${site}/channels/live/releases/release-1`;
  state.set('firebasehosting.googleapis.com', release, {
    name: release,
    type: 'DEPLOY',
    version: { name: version, status: 'FINALIZED' },
  });
}
