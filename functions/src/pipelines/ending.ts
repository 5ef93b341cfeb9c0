import { GRACE_DAYS, paths, Refused, type Calls } from '@maru/model';
import type { Caller } from './caller.ts';
import { change } from './change.ts';
import { mustMay } from './people.ts';
import type { SharingPorts } from './sharing.ts';

/** When a library that is ended now (ms) is deleted for good. */
export const endOf = (now: number): number => now + GRACE_DAYS * 86_400_000;

const plain = (name: string): string => name.normalize('NFC').trim();

/**
 * Ends a library whose name was typed: nobody and nothing comes in any more, and after its grace it is deleted for good. One
 * that is ended already keeps its day.
 */
export async function endLibrary(
  ports: SharingPorts,
  caller: Caller,
  { library, name }: Calls['endLibrary']['ask'],
): Promise<Calls['endLibrary']['answer']> {
  let endsAt = endOf(ports.clock.now());
  await change(ports, caller, library, (house, tx) => {
    mustMay(house.library, caller, 'end-library');
    if (plain(name) !== plain(house.library.name)) throw new Refused('bad-input');
    endsAt = house.library.endsAt ?? endOf(ports.clock.now());
    if (house.library.endsAt !== undefined) return Promise.resolve(undefined);
    return Promise.resolve({
      after: house,
      told: [{ did: 'ended', what: house.library.name }],
      besides: () => tx.update(paths.library(library), { endsAt: new Date(endsAt) }),
    });
  });
  return { endsAt };
}

/** Keeps a library that was ended, while it is there. */
export async function keepLibrary(
  ports: SharingPorts,
  caller: Caller,
  { library }: Calls['keepLibrary']['ask'],
): Promise<Calls['keepLibrary']['answer']> {
  await change(ports, caller, library, (house, tx) => {
    mustMay(house.library, caller, 'end-library');
    const { endsAt, name } = house.library;
    if (endsAt === undefined) return Promise.resolve(undefined);
    // From that moment on it may be gone in part.
    if (ports.clock.now() >= endsAt) throw new Refused('not-found');
    return Promise.resolve({
      after: house,
      told: [{ did: 'kept', what: name }],
      besides: () => tx.update(paths.library(library), { endsAt: undefined }),
    });
  });
  return {};
}
