/** An image URL without its token. */
export const objectOf = (src: string): string => src.split('?', 1)[0] ?? '';

/**
 * The URL of an image: the current one until it has loaded, then the loaded one as long as only the token changes, so that a visible
 * image does not load again after a token rotation.
 */
export function stableSource(current: () => string): { readonly src: string; readonly onload: () => void } {
  let loaded = $state<string>();
  const src = $derived(loaded !== undefined && objectOf(loaded) === objectOf(current()) ? loaded : current());
  return {
    get src() {
      return src;
    },
    onload: () => {
      loaded = src;
    },
  };
}
