import { untrack } from 'svelte';
import type { Stop, Watcher } from '../firebase/cloud.ts';
import { detachedEffects } from './detached.svelte.ts';

/**
 * Listens to what only members may read, also before it is known whether this person is one: that saves a round trip at every start. If that was refused,
 * it listens again once they are: at the first sign-in, the server accepts an invitation meanwhile. `isMember` is reactive.
 */
export function watchAsMember<T>(
  isMember: () => boolean,
  watch: (watcher: Watcher<T>) => Stop,
  watcher: Watcher<T>,
): Stop {
  const wasMember = untrack(isMember);
  let stopAgain: Stop | undefined;
  const stop = watch({
    next: watcher.next,
    fail: (failure) => {
      watcher.fail(failure);
      if (failure !== 'forbidden' || wasMember) return;
      stopAgain = detachedEffects(() => {
        const isMemberNow = $derived(isMember());
        $effect(() => (isMemberNow ? untrack(() => watch(watcher)) : undefined));
      });
    },
  });
  return () => {
    stop();
    stopAgain?.();
  };
}
