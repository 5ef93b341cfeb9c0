import type { LucideIcon } from '@lucide/svelte';

/** An icon component from @lucide/svelte/icons. */
export type Icon = LucideIcon;
