import { justify, justifyInSteps, type JustifiedLayout, type LayoutOptions } from '@maru/model/media/justified-layout';
import { nextTask } from '../../tasks.ts';

/** Tiles per task: about 20 ms on an old phone. */
const STEP = 200_000;

interface Input {
  readonly ratios: Float32Array;
  /** The number of tiles of each section. */
  readonly sections: readonly number[];
  readonly options: LayoutOptions;
}

const NOTHING = justify(new Float32Array(), [], { width: 0, rowHeight: 0, gap: 0, headingHeight: 0 });

/** The layout of a grid. For very many tiles it is computed in several tasks, and the previous one stays meanwhile. */
export class GridLayout {
  readonly #input: () => Input;
  #large = $state.raw<JustifiedLayout>();

  readonly current: JustifiedLayout = $derived.by(() => {
    const { ratios, sections, options } = this.#input();
    if (options.width === 0) return NOTHING;
    return ratios.length <= STEP ? justify(ratios, sections, options) : (this.#large ?? NOTHING);
  });

  /** Create it during the initialisation of a component. */
  constructor(input: () => Input) {
    this.#input = input;
    $effect(() => {
      const { ratios, sections, options } = this.#input();
      if (options.width === 0 || ratios.length <= STEP) return;
      const steps = justifyInSteps(ratios, sections, options, STEP);
      let isStopped = false;
      const run = async (): Promise<void> => {
        let result = steps.next();
        while (!result.done) {
          await nextTask();
          if (isStopped) return;
          result = steps.next();
        }
        this.#large = result.value;
      };
      void run();
      return () => {
        isStopped = true;
      };
    });
  }
}
