import type { Attachment } from 'svelte/attachments';

/**
 * Where the one media element is looked at: on a stage, else in the latest other place, else nowhere, which is a hidden
 * home in the page, because out of the document a browser would pause it.
 */
export class PlayerHosts {
  #staged = $state(false);
  #all: readonly { readonly node: HTMLElement; readonly stage: boolean }[] = [];
  #element: HTMLElement | undefined;
  #home: HTMLElement | undefined;

  /** Whether a stage has it. */
  get staged(): boolean {
    return this.#staged;
  }

  /** Takes the element in, for as long as the page lives. */
  hold(element: HTMLElement): void {
    this.#element = element;
    this.#home = Object.assign(document.createElement('div'), { hidden: true });
    document.body.append(this.#home);
    this.#move();
  }

  /** An attachment that makes a node a place for it. */
  place(stage: boolean): Attachment<HTMLElement> {
    return (node) => {
      const mine = { node, stage };
      this.#all = [...this.#all, mine];
      this.#move();
      return () => {
        this.#all = this.#all.filter((one) => one !== mine);
        this.#move();
      };
    };
  }

  #move(): void {
    const stage = this.#all.findLast((one) => one.stage);
    const to = (stage ?? this.#all.at(-1))?.node ?? this.#home;
    if (this.#element && to && this.#element.parentNode !== to) to.append(this.#element);
    this.#staged = stage !== undefined;
  }
}
