/**
 * The field by which Firestore deletes a document some days after `at` (ms), for whatever would otherwise grow without end. Every
 * collection group that has it has a TTL policy in firestore.indexes.json.
 */
export const expiryAfter = (at: number, days: number): { readonly expiresAt: Date } => ({
  expiresAt: new Date(at + days * 86_400_000),
});
