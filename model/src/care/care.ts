import * as v from 'valibot';
import { isUid } from '../ids.ts';
import { localDay } from '../local-day.ts';
import { guarded, instant, parse, type DocumentOf } from '../schema.ts';

/** How large text is, beside what the device says. */
export const TEXT_SIZES = ['normal', 'large', 'largest'] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

const choiceOf = <S extends v.GenericSchema>(value: S) =>
  v.object({
    value,
    /** Who chose it: an owner, or the viewer. */
    by: guarded(isUid),
    /** The server's time, ms since 1970. */
    at: instant,
  });

const careSchema = v.object({
  textSize: v.exactOptional(choiceOf(v.picklist(TEXT_SIZES))),
  isSimple: v.exactOptional(choiceOf(v.boolean())),
  /** The last day on which the viewer looked at the library (`localDay`), or that they do not tell it. */
  lastLooked: v.exactOptional(v.union([v.literal('hidden'), instant])),
});

/**
 * How an owner helps a viewer of their library: `libraries/{L}/care/{uid}`. Both read it and choose how the viewer sees the app; the newest choice wins.
 * Only the viewer writes `lastLooked`.
 */
export type Care = DocumentOf<typeof careSchema>;

/** Reads the document of a viewer's care; throws BadDocument. */
export const readCare = (value: unknown): Care => parse('care', careSchema, value);

/** How the app is shown. */
export interface Display {
  readonly textSize: TextSize;
  readonly isSimple: boolean;
}

/** When a choice that somebody else made was applied on a device, by setting. */
export type AppliedChoices = Readonly<Partial<Record<keyof Display, number>>>;

const SETTINGS = ['textSize', 'isSimple'] as const;

/**
 * Returns the choices of others that a device of `viewer` has not applied yet. Each is applied once, so that what the viewer chooses afterwards on the device
 * stays until the next choice of a helper; what the viewer chose on another device is not applied at all.
 */
export function choicesToApply(
  care: Care,
  viewer: string,
  applied: AppliedChoices,
): { readonly display: Partial<Display>; readonly applied: AppliedChoices } {
  const open = SETTINGS.flatMap((setting) => {
    const choice = care[setting];
    return choice && choice.by !== viewer && choice.at !== applied[setting] ? [{ setting, ...choice }] : [];
  });
  return {
    display: Object.fromEntries(open.map(({ setting, value }) => [setting, value])),
    applied: { ...applied, ...Object.fromEntries(open.map(({ setting, at }) => [setting, at])) },
  };
}

const DAY_MS = 86_400_000;

/** How many days ago a day (`localDay`) is, at least 0: the other person's clock may be ahead. */
export const daysSince = (day: number, now: Date): number => Math.max(0, Math.round((localDay(now) - day) / DAY_MS));
