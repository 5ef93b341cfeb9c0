/** Resolves after the next frame is painted; in a hidden page, when it is seen again. */
export const nextFrame = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });
