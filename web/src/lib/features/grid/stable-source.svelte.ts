/** What a picture's URL names, without the token by which it is read. */
export const objectOf = (src: string): string => src.split('?', 1)[0] ?? '';

/**
 * The URL to show a picture by: the present one until it has loaded, and then the one that it loaded from, for as long as only its token
 * changes. What one looks at does not load again when tokens are rotated.
 */
export function stableSource(present: () => string): { readonly src: string; readonly onload: () => void } {
  let by = $state<string>();
  const src = $derived(by !== undefined && objectOf(by) === objectOf(present()) ? by : present());
  return {
    get src() {
      return src;
    },
    onload: () => {
      by = src;
    },
  };
}
