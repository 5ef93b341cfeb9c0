import type { LucideIcon } from '@lucide/svelte';

/** A drawing that stands beside a word: one of @lucide/svelte/icons, imported alone. */
export type Icon = LucideIcon;
