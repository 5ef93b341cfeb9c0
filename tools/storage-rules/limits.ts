/**
 * The limits of Security Rules, each as the service documents them
 * (firebase.google.com/docs/rules/rules-language and /docs/firestore/quotas, "Security rules").
 */
export const LIMITS = {
  /** Bytes of one rules file. */
  source: 256 * 1024,
  /** Nested `match` statements. */
  matchDepth: 10,
  /** Path segments of a set of nested `match` statements. */
  pathSegments: 100,
  /** Variables captured by nested `match` statements. */
  captures: 20,
  /** Arguments of one function. */
  parameters: 7,
  /** `let` bindings of one function. */
  bindings: 10,
  /** Nested function calls: 10 in docs/storage/security/rules-conditions, 20 in docs/rules/rules-language. */
  callDepth: 10,
  /** Expressions evaluated for one request. */
  expressions: 1000,
  /** Documents that firestore.get() and firestore.exists() may read for one request. */
  documents: 2,
  /** Nested expressions, as measured on the service's compiler. */
  nesting: 99,
} as const;
