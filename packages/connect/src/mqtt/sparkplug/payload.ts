/**
 * Payloads of Sparkplug B, as far as a station has them (Sparkplug 3.0.0, chapter 6). No schema, as for ONNX: its file
 * is of another licence, and these are a dozen fields.
 *
 * @module
 */
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** A value of a station, as hosts show it. */
export interface Metric {
  readonly name: string;
  readonly type: MetricType;
  /** Null where there is none; whole numbers from 0 on, times in milliseconds since 1970. */
  readonly value: number | boolean | string | null;
  /** Of the value, milliseconds since 1970. */
  readonly timestamp: number;
}

/** A payload. */
export interface Payload {
  /** When it is sent, milliseconds since 1970. */
  readonly timestamp: number;
  /** Number of the message in its session, 0 to 255; a death has none. */
  readonly seq?: number;
  readonly metrics: readonly Metric[];
}

/** Numbers of types (6.4.16), with the field of a metric that has their values. */
const TYPES = {
  Int64: { number: 4, field: 11 },
  Double: { number: 10, field: 13 },
  Boolean: { number: 11, field: 14 },
  String: { number: 12, field: 15 },
  DateTime: { number: 13, field: 11 },
} as const;
export type MetricType = keyof typeof TYPES;

/** Fields of a payload and of a metric. */
const PAYLOAD = { timestamp: 1, metrics: 2, seq: 3 } as const;
const METRIC = { name: 1, timestamp: 3, datatype: 4, isNull: 7 } as const;

/** The metric by which a host asks for all births. */
export const REBIRTH = 'Node Control/Rebirth';

export function encodePayload({ timestamp, seq, metrics }: Payload): Buffer {
  const writer = new BinaryWriter();
  writer.tag(PAYLOAD.timestamp, WireType.Varint).uint64(timestamp);
  for (const metric of metrics) {
    writer.tag(PAYLOAD.metrics, WireType.LengthDelimited).fork();
    writeMetric(writer, metric);
    writer.join();
  }
  if (seq !== undefined) writer.tag(PAYLOAD.seq, WireType.Varint).uint64(seq);
  return Buffer.from(writer.finish());
}

function writeMetric(writer: BinaryWriter, { name, type, value, timestamp }: Metric): void {
  const { number, field } = TYPES[type];
  writer.tag(METRIC.name, WireType.LengthDelimited).string(name);
  writer.tag(METRIC.timestamp, WireType.Varint).uint64(timestamp);
  writer.tag(METRIC.datatype, WireType.Varint).uint32(number);
  if (value === null) writer.tag(METRIC.isNull, WireType.Varint).bool(true);
  else if (typeof value === 'string') writer.tag(field, WireType.LengthDelimited).string(value);
  else if (typeof value === 'boolean') writer.tag(field, WireType.Varint).bool(value);
  else if (type === 'Double') writer.tag(field, WireType.Bit64).double(value);
  else writer.tag(field, WireType.Varint).uint64(value);
}

/** Whether a command to a node asks for its births; one that is no payload asks for nothing. */
export function asksForRebirth(bytes: Uint8Array): boolean {
  try {
    const reader = new BinaryReader(bytes);
    while (reader.pos < reader.len) {
      const [field, type] = reader.tag();
      if (field !== PAYLOAD.metrics) reader.skip(type);
      else if (isRebirth(reader.bytes())) return true;
    }
    return false;
  } catch {
    return false;
  }
}

function isRebirth(bytes: Uint8Array): boolean {
  const reader = new BinaryReader(bytes);
  let [name, value] = ['', false];
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    if (field === METRIC.name) name = reader.string();
    else if (field === TYPES.Boolean.field) value = reader.bool();
    else reader.skip(type);
  }
  return name === REBIRTH && value;
}
