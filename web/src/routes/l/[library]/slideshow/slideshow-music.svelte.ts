import { onMount, untrack } from 'svelte';
import type { Playable } from '#lib/media/playable.ts';
import type { Player } from '#lib/media/player.svelte.ts';

/** The music of a slideshow, in the window's player: a sound that played before, or what was chosen here. */
export class SlideshowMusic {
  /** What was chosen here. */
  #chosen = $state.raw<Playable>();
  /** Whether `pause` paused it. */
  #isPaused = false;
  readonly #player: Player;

  /** Call it while a component is created. What was chosen stops with the component. */
  constructor(player: Player) {
    this.#player = player;
    // A video would have a second picture.
    onMount(() => {
      if (player.playing && !this.song) player.stop();
    });
    // From the beginning when all of it has played.
    $effect(() => {
      const chosen = this.#chosen;
      if (chosen && player.state.at === 'ended' && !player.queue.next) untrack(() => void player.load(chosen, 0));
    });
    $effect(() => () => {
      if (this.#chosen) player.stop();
    });
  }

  /** The sound in the player. */
  get song(): Playable | undefined {
    const { playing } = this.#player;
    return playing?.entry.kind === 'sound' ? playing : undefined;
  }

  play(chosen: Playable): void {
    this.#chosen = chosen;
    void this.#player.load(chosen, 0);
  }

  stop(): void {
    this.#chosen = undefined;
    this.#player.stop();
  }

  pause(): void {
    this.#isPaused = this.#player.isPlaying;
    this.#player.pause();
  }

  /** Plays on if `pause` paused it. */
  resume(): void {
    if (this.#isPaused) this.#player.play();
  }
}
