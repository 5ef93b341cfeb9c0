import { EquirectangularAdapter, SYSTEM, Viewer, type PanoData } from '@photo-sphere-viewer/core';
import '@photo-sphere-viewer/core/index.css';
import type { Panorama } from '@maru/model/media/panorama';

/** Degrees that a button turns the view, and the steps of the zoom, of 100. */
const TURN = { yaw: 20, pitch: 15 };
const ZOOM_STEP = 15;

const RADIANS = Math.PI / 180;

/** What the buttons and keys of a panorama do. */
export type SphereAction = 'left' | 'right' | 'up' | 'down' | 'zoomIn' | 'zoomOut';

export interface SphereOptions {
  readonly panorama: Panorama;
  /** Whether the view turns at once and stops with the finger. */
  readonly isStill: boolean;
}

/** A panorama that one looks around in, drawn into an element. */
export interface Sphere {
  readonly act: (action: SphereAction) => void;
  /**
   * Shows a picture in equirectangular projection, in the direction of the one before, which stays if this one cannot be loaded. Resolves with whether it
   * was loaded.
   */
  readonly show: (url: string) => Promise<boolean>;
  readonly destroy: () => void;
}

/** Where a picture of any size lies on the sphere. */
function panoDataOf({ left, top, width, height }: Panorama, image: { width: number; height: number }): PanoData {
  const fullWidth = Math.round(image.width / width);
  const fullHeight = Math.round(image.height / height);
  return {
    isEquirectangular: true,
    fullWidth,
    fullHeight,
    croppedWidth: image.width,
    croppedHeight: image.height,
    croppedX: Math.round(left * fullWidth),
    croppedY: Math.round(top * fullHeight),
  };
}

/** Whether this device can draw it: without WebGL the library makes half a viewer. */
function isSupported(): boolean {
  try {
    SYSTEM.load();
    return true;
  } catch {
    return false;
  }
}

/**
 * Draws a panorama into an element; undefined if this device cannot. In a module of its own, which is loaded when somebody looks around for the first
 * time.
 */
export function openSphere(container: HTMLElement, { panorama, isStill }: SphereOptions): Sphere | undefined {
  if (!isSupported()) return undefined;
  const viewer = new Viewer({
    container,
    panoData: (image) => panoDataOf(panorama, image),
    adapter: EquirectangularAdapter.withConfig({ useXmpData: false }),
    navbar: false,
    keyboard: false,
    loadingTxt: '',
    ...(isStill && { moveInertia: false }),
  });
  const turn = (yaw: number, pitch: number): void => {
    const { yaw: fromYaw, pitch: fromPitch } = viewer.getPosition();
    const to = { yaw: fromYaw + yaw * RADIANS, pitch: fromPitch + pitch * RADIANS };
    if (isStill) viewer.rotate(to);
    else void viewer.animate({ ...to, speed: 300 });
  };
  const actions: Readonly<Record<SphereAction, () => void>> = {
    left: () => turn(-TURN.yaw, 0),
    right: () => turn(TURN.yaw, 0),
    up: () => turn(0, TURN.pitch),
    down: () => turn(0, -TURN.pitch),
    zoomIn: () => viewer.zoom(viewer.getZoomLevel() + ZOOM_STEP),
    zoomOut: () => viewer.zoom(viewer.getZoomLevel() - ZOOM_STEP),
  };
  return {
    act: (action) => actions[action](),
    show: async (url) => {
      try {
        return await viewer.setPanorama(url, { transition: false, showLoader: !viewer.state.ready });
      } catch {
        viewer.hideError();
        return false;
      }
    },
    destroy: () => viewer.destroy(),
  };
}
