/**
 * Creates an object with `$derived` fields that outlives the component in which it is created: Svelte freezes the fields once the effect
 * that was active at their creation is destroyed.
 */
export function detached<T>(create: () => T): T {
  const created: T[] = [];
  $effect.root(() => {
    created.push(create());
  });
  return created[0] as T;
}
