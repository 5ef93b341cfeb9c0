import type { Attachment } from 'svelte/attachments';

/**
 * Moves the one media element to where it is shown: the stage, else the host that was added last, else a hidden element. It never
 * leaves the document, because browsers would pause it.
 */
export class PlayerHosts {
  #isOnStage = $state(false);
  #all: readonly { readonly node: HTMLElement; readonly isStage: boolean }[] = [];
  #element: HTMLElement | undefined;
  #hidden: HTMLElement | undefined;

  /** Whether the element is on a stage. */
  get isOnStage(): boolean {
    return this.#isOnStage;
  }

  /** Sets the element, once for the life of the page. */
  setElement(element: HTMLElement): void {
    this.#element = element;
    this.#hidden = Object.assign(document.createElement('div'), { hidden: true });
    document.body.append(this.#hidden);
    this.#move();
  }

  /** An attachment that makes a node a host of the element. */
  host(isStage: boolean): Attachment<HTMLElement> {
    return (node) => {
      const added = { node, isStage };
      this.#all = [...this.#all, added];
      this.#move();
      return () => {
        this.#all = this.#all.filter((host) => host !== added);
        this.#move();
      };
    };
  }

  #move(): void {
    const stage = this.#all.findLast((host) => host.isStage);
    const to = (stage ?? this.#all.at(-1))?.node ?? this.#hidden;
    if (this.#element && to && this.#element.parentNode !== to) to.append(this.#element);
    this.#isOnStage = stage !== undefined;
  }
}
