import type { Entry, ItemId } from '@maru/model';
import { hasMotion } from '@maru/model/library/item';
import { untrack } from 'svelte';
import type { Playable } from '../../media/playable.ts';
import type { Player } from '../../media/player.svelte.ts';
import type { GridSource } from '../grid/grid-source.ts';
import { Idle } from '../player/idle.svelte.ts';
import { playerCommandOf } from '../player/keys.ts';
import { gestures } from './gestures.ts';
import { isFreeKey, keyOf, type ViewerAction } from './keyboard.ts';
import { fit, Zoom, type Point } from './zoom.svelte.ts';

/** The entries that the viewer goes through, in display order. */
export interface ViewerSource extends Pick<GridSource, 'count' | 'indexOf' | 'load'> {
  at(index: number): readonly [ItemId, ViewerEntry] | undefined;
}

/** An entry, and the degrees clockwise by which its image is still to be rotated. The ratio is the one afterwards. */
export type ViewerEntry = Entry & { readonly pendingRotation?: number };

/** An entry on the stage or beside it. */
interface SlideEntry {
  readonly id: ItemId;
  readonly entry: ViewerEntry;
  /** -1 at the left, 0 in the middle, 1 at the right. */
  readonly offset: number;
}

/** What the stage shows, and how it navigates and plays. */
interface StageContext {
  readonly source: ViewerSource;
  readonly current: ItemId;
  readonly player: Player;
  readonly playableOf: (id: ItemId, entry: Entry) => Playable;
  /** Whether bars and controls stay: those over a photo until a tap hides them, or all of them always. By default they hide by themselves. */
  readonly barsStay: 'until-tapped' | 'always' | undefined;
  readonly onmove: (id: ItemId) => void;
  readonly onclose: () => void;
  readonly oninfo: (() => void) | undefined;
}

/** Fewer CSS pixels than this between the bars are too few for the controls of a video: then those take the place of the footer. */
const MIN_PLAYBACK_HEIGHT = 320;

/** The number of entries that are loaded ahead on each side. */
const AHEAD = 20;

/** A drag that is shorter than a fifth of the stage goes on if it has this length, in CSS pixels, and speed, in CSS pixels per ms. */
const MIN_THROW = 24;
const THROW_SPEED = 0.4;

/** The state of the viewer's stage: its size, bars, zoom and drag, and what buttons, keys and gestures do. */
export class Stage {
  width = $state(0);
  height = $state(0);
  headerHeight = $state(0);
  footerHeight = $state(0);
  /** The element, once it is mounted. */
  element = $state.raw<HTMLElement>();
  /** Whether it fills the screen. */
  isFullScreen = $state(false);
  readonly idle = new Idle(() => {
    const { barsStay } = this.#context();
    return this.isPlayback ? barsStay !== 'always' : barsStay === undefined;
  });
  /** How far a finger has dragged the slides, or down the current one, in CSS pixels; undefined without a finger. */
  drag = $state.raw<Point>();
  readonly #context: () => StageContext;
  /** Where the last move goes, until it is there: the next one goes on from there. */
  #aim: ItemId = $derived.by(() => this.#context().current);
  /** The end to go to when its entry is loaded. */
  #end = $state<'first' | 'last'>();

  readonly index = $derived.by(() => {
    const { source, current } = this.#context();
    return source.indexOf(current);
  });
  readonly entry = $derived.by(() => this.#context().source.at(this.index)?.[1]);
  /** The current entry and its neighbours, as far as they are loaded. */
  readonly slides = $derived([-1, 0, 1].flatMap((offset) => this.#slideAt(offset) ?? []));
  readonly hasPrevious = $derived(this.slides.some(({ offset }) => offset === -1));
  readonly hasNext = $derived(this.slides.some(({ offset }) => offset === 1));
  readonly isZoomable = $derived(this.entry?.kind === 'photo' && !this.entry.isUnsupported);
  /** Whether the current entry is a video or a sound. */
  readonly isPlayback = $derived(this.entry !== undefined && this.entry.kind !== 'photo' && !this.entry.isUnsupported);
  /** Whether there is nothing to play. */
  readonly #isStill = $derived(!this.isPlayback && !(this.entry && hasMotion(this.entry)));
  /** Whether the player has loaded the current entry. */
  readonly isLoaded = $derived.by(() => {
    const { player, current } = this.#context();
    return player.playing?.item === current;
  });
  /** Whether there is a picture that moves, over which bars and controls disappear. */
  readonly #isMoving = $derived.by(
    () => this.isLoaded && this.entry?.kind === 'video' && this.#context().player.state.at === 'playing',
  );
  /** Whether the bars are seen. Otherwise they are in their place, but transparent: screen readers and the keyboard find them. */
  readonly hasBars = $derived(!this.idle.isIdle || (this.isPlayback && !this.#isMoving));
  /** Whether caption and actions have room; a video that plays in full screen or a low window has its controls there. */
  readonly hasFooter = $derived.by(() => {
    if (!this.isPlayback) return true;
    const hasRoom = !this.isFullScreen && this.height - this.headerHeight - this.footerHeight > MIN_PLAYBACK_HEIGHT;
    return hasRoom || !(this.isLoaded || this.isFullScreen);
  });
  /** The space for a picture, in CSS pixels: the whole stage, so that nothing moves when the bars come and go. */
  readonly area = $derived({ width: this.width, height: this.height });
  readonly zoom = new Zoom(
    () => this.area,
    () => fit(this.entry?.ratio ?? 1, this.area),
  );

  /** Call it while a component is created. */
  constructor(context: () => StageContext) {
    this.#context = context;
    // Only another item ends the zoom, not another version of the source: an album changes while somebody looks at it.
    const current = $derived(context().current);
    $effect.pre(() => {
      if (current) untrack(() => this.zoom.reset());
    });
    $effect(() => {
      if (this.slides.some(({ entry }) => entry.variants.length > 0)) context().player.prepare();
    });
    $effect(() =>
      context().player.onAdvance((from, to) => {
        const { current, onmove } = context();
        if (from === current) onmove(to);
      }),
    );
    $effect(() => this.#loadAround(this.index));
    $effect(() => {
      const index = this.#end === undefined ? -1 : this.#indexOf(this.#end);
      if (context().source.at(index)) untrack(() => this.#moveTo(index));
    });
  }

  readonly actions: Readonly<Record<ViewerAction, () => void>> = {
    previous: () => this.#move(-1),
    next: () => this.#move(1),
    first: () => this.#moveToEnd('first'),
    last: () => this.#moveToEnd('last'),
    info: () => this.#context().oninfo?.(),
    fullScreen: () => this.toggleFullScreen(),
    close: () => this.#context().onclose(),
    zoomIn: () => this.zoom.zoomIn(),
    zoomOut: () => this.zoom.zoomOut(),
    resetZoom: () => this.zoom.reset(),
    play: () => this.#play(),
  };

  readonly onkeydown = (event: KeyboardEvent): void => {
    const command = this.isPlayback && this.isLoaded && isFreeKey(event) ? playerCommandOf(event) : undefined;
    const action = keyOf(event);
    // It hides the bars if they are there.
    if (!(action === 'play' && this.#isStill)) this.idle.wake();
    if (!command && !action) return;
    event.preventDefault();
    const { previous, next } = this.actions;
    const { player } = this.#context();
    const chapters = this.entry?.chapters ?? [];
    if (command) command({ player, chapters, toggleFullScreen: this.toggleFullScreen, previous, next });
    else if (action) this.actions[action]();
  };

  readonly toggleFullScreen = (): void => {
    if (this.element) void this.#context().player.outputs.toggleFullScreen(this.element);
  };

  readonly gestures = gestures({
    ondrag: (by, total, axis) => {
      if (this.zoom.isZoomed) this.zoom.pan(by.x, by.y);
      else if (axis === 'y') this.drag = { x: 0, y: Math.max(0, total.y) };
      else {
        const hasNeighbour = total.x > 0 ? this.hasPrevious : this.hasNext;
        this.drag = { x: hasNeighbour ? total.x : total.x / 4, y: 0 };
      }
    },
    ondrop: (total, speed, axis) => {
      const isThrown = (distance: number, size: number, by: number): boolean =>
        distance > size / 5 || (distance > MIN_THROW && by > THROW_SPEED);
      // What is closed stays where it was dropped.
      if (!this.zoom.isZoomed && axis === 'y' && isThrown(total.y, this.height, speed.y)) {
        this.#context().onclose();
        return;
      }
      this.drag = undefined;
      if (this.zoom.isZoomed || axis === 'y') return;
      if (isThrown(total.x, this.width, speed.x)) this.#move(-1);
      else if (isThrown(-total.x, this.width, -speed.x)) this.#move(1);
    },
    onpinch: (factor, at) => {
      if (this.isZoomable) this.zoom.by(factor, at);
    },
    ontap: () => this.#toggleBars(),
    ondoubletap: (at) => {
      if (this.isZoomable) this.zoom.toggle(at);
    },
  });

  #slideAt(offset: number): SlideEntry | undefined {
    const row = this.index < 0 ? undefined : this.#context().source.at(this.index + offset);
    return row && { id: row[0], entry: row[1], offset };
  }

  /** Loads an entry and those on each side of it. */
  #loadAround(index: number): void {
    const { source } = this.#context();
    source.load(Math.max(0, index - AHEAD), Math.min(source.count, index + AHEAD + 1));
  }

  #move(by: 1 | -1): void {
    const from = this.#context().source.indexOf(this.#aim);
    this.#moveTo((from < 0 ? this.index : from) + by);
  }

  #moveTo(index: number): void {
    const { source, player, playableOf, onmove } = this.#context();
    this.#end = undefined;
    const to = index < 0 ? undefined : source.at(index);
    if (to === undefined || to[0] === this.#aim) return;
    this.#aim = to[0];
    // An album that plays by itself plays on.
    const playsOn = this.isLoaded && player.queue.hasOthers && player.state.at !== 'paused';
    if (playsOn) void player.load(playableOf(...to));
    else if (this.isLoaded) player.stop();
    onmove(to[0]);
  }

  #moveToEnd(end: 'first' | 'last'): void {
    this.#loadAround(this.#indexOf(end));
    this.#end = end;
  }

  #indexOf(end: 'first' | 'last'): number {
    return end === 'first' ? 0 : this.#context().source.count - 1;
  }

  #toggleBars(): void {
    if (this.#context().barsStay === 'always') return;
    if (this.hasBars) this.idle.sleep();
    else this.idle.wake();
  }

  #play(): void {
    const { player, current, playableOf } = this.#context();
    if (!this.entry || this.#isStill) this.#toggleBars();
    else if (this.isLoaded && this.entry.kind === 'photo') player.stop();
    else if (this.isLoaded) player.toggle();
    else void player.load(playableOf(current, this.entry));
  }
}
