import type { Stop } from '../firebase/cloud.ts';

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

/**
 * Calls `create`, which creates effects, in a microtask; the returned function stops them. A root that is created while an effect runs becomes a child of that
 * effect. If one change affects both, and Svelte updates the parent first, the effects of the root stay marked as scheduled and never run again.
 */
export function detachedEffects(create: () => void): Stop {
  let isStopped = false;
  let stop: Stop | undefined;
  queueMicrotask(() => {
    if (!isStopped) stop = $effect.root(create);
  });
  return () => {
    isStopped = true;
    stop?.();
  };
}
