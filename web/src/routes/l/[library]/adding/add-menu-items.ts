import Camera from '@lucide/svelte/icons/camera';
import FolderUp from '@lucide/svelte/icons/folder-up';
import Video from '@lucide/svelte/icons/video';
import { pickFiles, pickSources } from '#lib/features/uploads/pick-files.ts';
import { m } from '#lib/paraglide/messages.js';

const LABELS = {
  folder: { label: m.add_folder, icon: FolderUp },
  photo: { label: m.add_camera_photo, icon: Camera },
  video: { label: m.add_camera_video, icon: Video },
};

/** The items of an album's menu that add files otherwise than the button 추가. */
export const addMenuItems = (onfiles: (files: File[]) => void) =>
  pickSources(window).map((source) => ({
    label: LABELS[source].label(),
    icon: LABELS[source].icon,
    onpick: () => {
      pickFiles(source, onfiles);
    },
  }));
