import type { Entry, ItemId } from '@maru/model';
import { hasMotion } from '@maru/model/library/item';
import { untrack } from 'svelte';
import type { Playable, Player } from '../../media/player.svelte.ts';
import { gestures } from './gestures.ts';
import { keyOf, type ViewerAction } from './keyboard.ts';
import { fit, Zoom } from './zoom.svelte.ts';

/** What the stage shows, and how it navigates and plays. */
interface StageContext {
  readonly entries: readonly (readonly [ItemId, Entry])[];
  readonly current: ItemId;
  readonly player: Player;
  readonly playableOf: (id: ItemId, entry: Entry) => Playable;
  readonly onmove: (id: ItemId) => void;
  readonly onclose: () => void;
}

/** Fewer CSS pixels than this between the bars are too few for an image: then the bars lie over it. */
const MIN_HEIGHT = 160;

/** The state of the viewer's stage: its size, bars, zoom and drag, and what buttons, keys and gestures do. */
export class Stage {
  width = $state(0);
  height = $state(0);
  headerHeight = $state(0);
  footerHeight = $state(0);
  hasBars = $state(true);
  /** How far a finger has dragged the slides, in CSS pixels; undefined without a finger. */
  dragX = $state<number>();
  readonly #context: () => StageContext;

  readonly index = $derived.by(() => {
    const { entries, current } = this.#context();
    return entries.findIndex(([id]) => id === current);
  });
  readonly entry = $derived.by(() => this.#context().entries[this.index]?.[1]);
  /** The current entry and its neighbours. */
  readonly slides = $derived.by(() => this.#context().entries.slice(Math.max(0, this.index - 1), this.index + 2));
  readonly #isZoomable = $derived(this.entry?.kind === 'photo' && !this.entry.isUnsupported);
  readonly #isBetweenBars = $derived(this.hasBars && this.height - this.headerHeight - this.footerHeight > MIN_HEIGHT);
  /** The space for the entry, in CSS pixels: between the bars, or the whole stage. */
  readonly area = $derived({
    top: this.#isBetweenBars ? this.headerHeight : 0,
    bottom: this.#isBetweenBars ? this.footerHeight : 0,
    width: this.width,
    height: Math.max(0, this.height - (this.#isBetweenBars ? this.headerHeight + this.footerHeight : 0)),
  });
  readonly zoom = new Zoom(
    () => this.area,
    () => fit(this.entry?.ratio ?? 1, this.area),
  );

  /** Call it while a component is created. */
  constructor(context: () => StageContext) {
    this.#context = context;
    $effect.pre(() => {
      if (context().current) untrack(() => this.zoom.reset());
    });
    $effect(() => {
      if (this.slides.some(([, { variants }]) => variants.length > 0)) context().player.prepare();
    });
  }

  readonly actions: Readonly<Record<ViewerAction, () => void>> = {
    previous: () => this.#move(-1),
    next: () => this.#move(1),
    close: () => this.#context().onclose(),
    zoomIn: () => this.zoom.zoomIn(),
    zoomOut: () => this.zoom.zoomOut(),
    resetZoom: () => this.zoom.reset(),
    play: () => this.#play(),
  };

  readonly onkeydown = (event: KeyboardEvent): void => {
    const action = keyOf(event);
    if (!action) return;
    event.preventDefault();
    this.actions[action]();
  };

  readonly gestures = gestures({
    ondrag: (by, total) => {
      if (this.zoom.isZoomed) this.zoom.pan(by.x, by.y);
      else this.dragX = this.#neighbour(total.x > 0 ? -1 : 1) ? total.x : total.x / 4;
    },
    ondrop: (total, speed) => {
      this.dragX = undefined;
      if (this.zoom.isZoomed) return;
      if (total.x > this.width / 5 || (total.x > 24 && speed > 0.4)) this.#move(-1);
      else if (total.x < -this.width / 5 || (total.x < -24 && speed < -0.4)) this.#move(1);
    },
    onpinch: (factor, at) => {
      if (this.#isZoomable) this.zoom.by(factor, { x: at.x, y: at.y });
    },
    ontap: () => (this.hasBars = !this.hasBars),
    ondoubletap: (at) => {
      if (this.#isZoomable) this.zoom.toggle(at);
    },
  });

  #neighbour(by: 1 | -1): ItemId | undefined {
    return this.#context().entries[this.index + by]?.[0];
  }

  #move(by: 1 | -1): void {
    const { player, current, onmove } = this.#context();
    const to = this.#neighbour(by);
    if (to === undefined) return;
    if (player.playing?.item === current) player.stop();
    onmove(to);
  }

  #play(): void {
    const { player, current, playableOf } = this.#context();
    const isLoaded = player.playing?.item === current;
    if (!this.entry || (this.entry.kind === 'photo' && !hasMotion(this.entry))) this.hasBars = !this.hasBars;
    else if (isLoaded && this.entry.kind === 'photo') player.stop();
    else if (isLoaded) player.toggle();
    else void player.load(playableOf(current, this.entry));
  }
}
