import { BlockList, isIP } from 'node:net';
import { connectorNameSchema, nameSchema, triggerNameSchema } from '@fewgood/station/api';
import { z } from 'zod';
import type { Connector, ConnectorHost, Link } from '../connector.ts';
import { StationLine } from '../trigger/station-line.ts';
import { ControllerWatch } from './controller-watch.ts';
import { TriggerHandshake } from './handshake.ts';
import { ModbusServer } from './modbus-server.ts';

const addressSchema = z
  .string()
  .refine((text) => rangeOf(text) !== undefined, 'expected an address, or one with /bits');

export const modbusSchema = z.strictObject({
  kind: z.literal('modbus'),
  name: connectorNameSchema,
  /** Name of what takes the pictures. */
  trigger: triggerNameSchema,
  host: z.string().min(1).default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(502),
  unit: z.int().min(0).max(255).optional(),
  /** Names of parts, by the number that a controller writes. */
  parts: z
    .record(z.string().regex(/^[1-9]\d{0,4}$/, 'a number from 1 on'), nameSchema)
    .default({})
    .refine((parts) => Object.keys(parts).every(isWord), 'expected numbers up to 65535'),
  clients: z.int().min(1).max(256).default(8),
  idleSeconds: z.number().min(1).max(86_400).default(60),
  allow: z.array(addressSchema).min(1).optional(),
  heartbeatSeconds: z.number().min(0.05).max(10).default(0.5),
  answerSeconds: z.number().min(0.5).max(3600).default(10),
});
export type ModbusSettings = z.infer<typeof modbusSchema>;

/** Lets controllers trigger a picture and read its verdict by Modbus TCP. */
export function createModbus(settings: ModbusSettings): Connector {
  const { name, kind } = settings;
  let [server, line, handshake]: [ModbusServer?, StationLine?, TriggerHandshake?] = [];
  let watch: ControllerWatch | undefined;
  const start = async (host: ConnectorHost, link: Link): Promise<void> => {
    const controllers = new ControllerWatch(link);
    watch = controllers;
    line = new StationLine(settings, host);
    handshake = handshakeOf(settings, line);
    line.start((health) => handshake?.beat(health));
    const { host: address, port, unit, clients, idleSeconds } = settings;
    const onClients = (count: number): void => controllers.count(count);
    const listening = { name, host: address, port, unit, clients, idleSeconds, onClients };
    const allow = settings.allow && listOf(settings.allow);
    server = await ModbusServer.open({ ...listening, allow }, handshake, host.log);
    host.log(`${name}: Modbus TCP at ${address}:${server.port}`);
  };
  const stop = async (): Promise<void> => {
    line?.close();
    handshake?.close();
    await server?.close();
    watch?.close();
  };
  return { name, kind, place: `${settings.host}:${settings.port}`, start, stop };
}

function handshakeOf(settings: ModbusSettings, line: StationLine): TriggerHandshake {
  const { name, parts, answerSeconds } = settings;
  return new TriggerHandshake({
    fire: async (part, number) =>
      line.fire({ correlation: `${name} ${number}`, part: parts[part] }),
    parts: new Set(Object.keys(parts).map(Number)),
    lifetime: 1000 * answerSeconds,
  });
}

function isWord(text: string): boolean {
  return Number(text) <= 0xffff;
}

interface AddressRange {
  readonly address: string;
  readonly bits: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** Undefined if it is none. */
function rangeOf(text: string): AddressRange | undefined {
  const [, address = '', bits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  if (version === 0) return undefined;
  const most = version === 4 ? 32 : 128;
  const length = bits === undefined ? most : Number(bits);
  if (length > most) return undefined;
  return { address, bits: length, family: version === 4 ? 'ipv4' : 'ipv6' };
}

function listOf(texts: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of texts) {
    const range = rangeOf(text);
    if (range !== undefined) list.addSubnet(range.address, range.bits, range.family);
  }
  return list;
}
