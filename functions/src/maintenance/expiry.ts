/**
 * The field by which Firestore deletes a document `days` after `at` (ms). Every collection group with this field has a TTL policy in
 * firestore.indexes.json.
 */
export const expiryAfter = (at: number, days: number): { readonly expiresAt: Date } => ({
  expiresAt: new Date(at + days * 86_400_000),
});
