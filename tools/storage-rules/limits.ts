/**
 * The limits of Security Rules, each as the service documents them
 * (firebase.google.com/docs/rules/rules-language and /docs/firestore/quotas, "Security rules").
 */
export const LIMITS = {
  /** Bytes of one rules file. */
  source: 256 * 1024,
  /** `match` statements inside each other. */
  matchDepth: 10,
  /** Path segments of a set of nested `match` statements. */
  pathSegments: 100,
  /** Variables that a set of nested `match` statements captures. */
  captures: 20,
  /** Arguments of one function. */
  parameters: 7,
  /** `let` bindings of one function. */
  bindings: 10,
  /** Functions that call each other: 10 in docs/storage/security/rules-conditions, 20 in docs/rules/rules-language. */
  callDepth: 10,
  /** Expressions evaluated for one request. */
  expressions: 1000,
  /** Documents that firestore.get() and firestore.exists() may read for one request. */
  documents: 2,
  /** Expressions inside each other; the service's compiler measured at 99. */
  nesting: 99,
} as const;
