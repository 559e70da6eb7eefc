import { UsageError } from '../errors.ts';
import type { Values } from './command.ts';
import type { fleetPlace } from './fleet-options.ts';
import { type FleetPlace, fleetPackage, type OpenFleet } from './fleet-package.ts';

const NATS = 'nats://127.0.0.1:4222';

/**
 * Where the fleet is, by the options or else by the environment, as passwords have no place in a command line.
 *
 * @throws {@link UsageError} if it is not said where the database is.
 */
export function placeOf(options: Values<typeof fleetPlace>): FleetPlace {
  const { FEWGOOD_NATS, FEWGOOD_NATS_CREDS, FEWGOOD_DATABASE } = process.env;
  const database = options.database ?? (FEWGOOD_DATABASE || undefined);
  if (database === undefined) {
    throw new UsageError(
      'Cannot reach the fleet: no database is named: expected --database or FEWGOOD_DATABASE',
      'Name the PostgreSQL database of the fleet, such as postgresql://fewgood@centre/fleet.',
    );
  }
  return {
    nats: options.nats ?? (FEWGOOD_NATS || NATS),
    credentials: options['nats-creds'] ?? (FEWGOOD_NATS_CREDS || undefined),
    database,
  };
}

/** Does something with the fleet. */
export async function withFleet<T>(
  options: Values<typeof fleetPlace>,
  role: string,
  work: (fleet: OpenFleet) => Promise<T>,
): Promise<T> {
  const place = placeOf(options);
  const fleet = await (await fleetPackage()).Fleet.open(place, role);
  try {
    return await work(fleet);
  } finally {
    await fleet.close();
  }
}

/** @throws {@link UsageError} if there is a word too many. */
export function refuseWords([word]: readonly string[]): void {
  if (word === undefined) return;
  throw new UsageError(`Cannot use "${word}": expected options alone`, 'Leave it out.');
}
