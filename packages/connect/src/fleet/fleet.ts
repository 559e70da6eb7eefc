import type { FleetLine, LinePart } from '@fewgood/fleet';
import { z } from 'zod';
import { named, outletSettings, type Surroundings } from '../config/common-settings.ts';
import { readSecretText, secretTextSchema } from '../config/secret-text.ts';
import type { Connector, ConnectorHost, Link } from '../connector.ts';
import { ConnectorError, DeliveryError, messageOf } from '../errors.ts';
import { NOTHING_SHA256, type OutgoingMessage } from '../message.ts';

const { details: _details, ...settings } = outletSettings;

export const fleetSchema = z.strictObject({
  kind: z.literal('fleet'),
  ...named,
  ...settings,
  /** Address of the fleet's database. */
  database: secretTextSchema,
});
export type FleetSettings = z.infer<typeof fleetSchema>;

/** Milliseconds between two signs of life; a third of the time after which a line is lost. */
const EVERY = 20_000;
/** Parts whose versions are told. */
const PARTS = 200;

const recordSchema = z.looseObject({
  judgedBy: z.object({ part: z.object({ sha256: z.string() }) }),
});

/**
 * Makes a station one line of a fleet: its verdicts are told to the database of the fleet, each once in effect, and the
 * station's page shows all lines.
 *
 * @throws {@link ConnectorError} if the address is not there.
 */
export function createFleet(settingsOf: FleetSettings, surroundings: Surroundings): Connector {
  const { name, kind, database } = settingsOf;
  const { station: lineName, environment } = surroundings;
  const url = readSecretText(database, {
    connector: name,
    what: "the address of the fleet's database, postgresql://…",
    environment,
  });
  let [line, timer]: [FleetLine?, NodeJS.Timeout?] = [];
  const leaves: (() => void)[] = [];
  const start = async ({ station }: ConnectorHost, link: Link): Promise<void> => {
    const opened = await openLine(name, url, lineName);
    line = opened;
    leaves.push(station.lines.join({ list: async (from) => listLines(opened, from) }));
    const show = async (): Promise<void> => {
      try {
        await opened.show(await signOf(station, name));
        link.report(undefined);
      } catch (error) {
        link.report(messageOf(error));
      }
    };
    void show();
    leaves.push(
      station.events.listen(({ type }) => {
        if (type === 'part') void show();
      }),
    );
    timer = setInterval(() => void show(), EVERY);
  };
  const stop = async (): Promise<void> => {
    clearInterval(timer);
    for (const leave of leaves) leave();
    await line?.close();
  };
  const deliver = async (outgoing: OutgoingMessage): Promise<void> => {
    try {
      await line?.tell(verdictOf(outgoing));
    } catch (error) {
      const isAway = error instanceof Error && 'code' in error && error.code === 'FLEET_SERVER';
      const end = isAway ? 'away' : 'failed';
      throw new DeliveryError(name, messageOf(error), { end, cause: error });
    }
  };
  const outlet = { settings: { ...settingsOf, details: true }, deliver };
  return { name, kind, place: placeOf(url), start, stop, outlet };
}

/** @throws {@link ConnectorError} if the package of the fleet is not installed. */
async function openLine(connector: string, url: string, lineName: string): Promise<FleetLine> {
  try {
    const { FleetLine: Line } = await import('@fewgood/fleet');
    return new Line(url, lineName);
  } catch (cause) {
    throw new ConnectorError(
      `open the connector ${connector}`,
      `${messageOf(cause)}: expected the package @fewgood/fleet`,
      'Install it beside the station: npm install @fewgood/fleet',
      cause,
    );
  }
}

/** Undefined where the fleet does not answer, which the connection says. */
async function listLines(line: FleetLine, from: string) {
  const lines = await line.list(from).catch(() => undefined);
  return lines?.map(({ isLost, errors, parts, ...state }) => ({
    ...state,
    parts: [...parts],
    lost: isLost,
    failed: errors,
  }));
}

/** What the station says of itself. */
async function signOf(station: ConnectorHost['station'], name: string) {
  const { version, startedAt: since } = await station.info();
  const outlets = await station.outbox.list();
  const { waiting = 0, oldestAt = null } = outlets.find((one) => one.name === name) ?? {};
  const { items } = await station.parts.page({ limit: PARTS });
  const parts: LinePart[] = [];
  for (const { id, name: partName, activeVersion, archivedAt } of items) {
    if (activeVersion === null || archivedAt !== null) continue;
    const { sha256 } = await station.versions.get(id, activeVersion);
    parts.push({ name: partName, version: activeVersion, sha256 });
  }
  return { version, since, waiting, oldestAt, parts };
}

function verdictOf({ key, message: { inspection, record } }: OutgoingMessage) {
  const { picture, verdict, score, verdictAt, judgedAt, acceptedAt, milliseconds } = inspection;
  const known = recordSchema.safeParse(record);
  return {
    key,
    picture,
    part: known.success ? known.data.judgedBy.part.sha256 : NOTHING_SHA256,
    verdict: verdict ?? 'error',
    score,
    record: JSON.stringify(record ?? { path: inspection.name, error: inspection.fault }),
    judgedAt: verdictAt ?? judgedAt ?? acceptedAt,
    milliseconds: milliseconds ?? 0,
  };
}

/** Where people would look for it: without user and password. */
function placeOf(url: string): string {
  if (!URL.canParse(url)) return '';
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
