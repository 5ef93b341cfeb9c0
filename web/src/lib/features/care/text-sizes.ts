import type { TextSize } from '@maru/model/care/care';
import { m } from '#lib/paraglide/messages.js';
import type { Option } from '../../ui/forms/option.ts';

/** The text sizes, with their labels. */
export const textSizeOptions = (): Option<TextSize>[] => [
  { value: 'normal', label: m.settings_text_normal() },
  { value: 'large', label: m.settings_text_large() },
  { value: 'largest', label: m.settings_text_largest() },
];
