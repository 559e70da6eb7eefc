import { join } from 'node:path';
import { stationVersion } from '@fewgood/station';
import type { AddressSpace } from 'node-opcua';
import type { Surroundings } from '../config/common-settings.ts';
import type { Connector, ConnectorHost, Link } from '../connector.ts';
import { StationLine } from '../trigger/station-line.ts';
import { loadOpcUa, type OpcUaLibrary } from './library.ts';
import { OpcUaServer } from './opcua-server.ts';
import { partNamesOf } from './part-names.ts';
import type { OpcUaSettings } from './settings.ts';
import { TriggerBoard } from './trigger-board.ts';
import { addTriggerMethods } from './trigger-methods.ts';
import { addTriggerNodes } from './trigger-nodes.ts';
import { OpcUaUsers } from './users.ts';
import { addVisionSystem } from './vision/vision-system.ts';

/**
 * Lets clients of OPC UA trigger a picture and read its verdict.
 *
 * @throws {@link ConnectorError} if a password is not where it is said to be.
 */
export function createOpcUa(
  settings: OpcUaSettings,
  { station: stationName, environment }: Surroundings,
): Connector {
  const { name, kind, host: address, port } = settings;
  const users = new OpcUaUsers(settings, environment);
  const place = `opc.tcp://${address.includes(':') ? `[${address}]` : address}:${port}`;
  let [server, line, board]: [OpcUaServer?, StationLine?, TriggerBoard?] = [];
  const start = async (host: ConnectorHost, link: Link): Promise<void> => {
    const { station, log } = host;
    const ua = await loadOpcUa(name, log);
    line = new StationLine(settings, host);
    board = boardOf(settings, host, line);
    const folder = settings.folder ?? join(station.data, 'opcua', name);
    const tools = { ua, station: stationName, version: stationVersion, folder, users, log };
    const fill = fillOf(ua, board, { station, log: (fault) => log(`${name}: ${fault}`) });
    server = await OpcUaServer.open(settings, { ...tools, fill });
    line.start((health) => board?.beat(health));
    log(`${name}: OPC UA at ${place}`);
    link.report(undefined);
  };
  const stop = async (): Promise<void> => {
    line?.close();
    board?.close();
    await server?.close();
  };
  return { name, kind, place, start, stop };
}

function boardOf(
  { name, trigger, answerSeconds }: OpcUaSettings,
  { station }: ConnectorHost,
  line: StationLine,
): TriggerBoard {
  const own = station.triggers.list().find((one) => one.name === trigger);
  const part = own?.part ?? undefined;
  return new TriggerBoard({ name, trigger, line, part, lifetime: 1000 * answerSeconds });
}

function fillOf(
  ua: OpcUaLibrary,
  board: TriggerBoard,
  { station, log }: Pick<ConnectorHost, 'station' | 'log'>,
): (space: AddressSpace) => void {
  return (space) => {
    const namespace = space.getOwnNamespace();
    const folder = namespace.addObject({
      organizedBy: space.rootFolder.objects,
      browseName: 'Trigger',
      nodeId: 's=Trigger',
    });
    const parts = partNamesOf(station);
    addTriggerNodes(ua, namespace, folder, board);
    addTriggerMethods({ ua, log, namespace, folder, board, parts });
    addVisionSystem({ methods: { ua, log }, space, board, parts, version: stationVersion });
  };
}
