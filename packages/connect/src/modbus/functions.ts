/**
 * The functions of Modbus that a controller needs to read and write bits and words: MODBUS Application Protocol
 * Specification 1.1b3, section 6.
 *
 * @module
 */

/** Why a request is not done (section 7). */
export const ModbusException = {
  illegalFunction: 1,
  illegalAddress: 2,
  illegalValue: 3,
  busy: 6,
  noSuchUnit: 11,
} as const;
export type ModbusException = (typeof ModbusException)[keyof typeof ModbusException];

/** All that can be read, at one moment. */
export interface ModbusTables {
  readonly coils: readonly boolean[];
  readonly inputs: readonly boolean[];
  /** Words of 16 bits, as those below. */
  readonly holding: readonly number[];
  readonly registers: readonly number[];
}

/** What is read and written. */
export interface ModbusDevice {
  /** A request reads of one such object alone, so that it never sees halves of two states. */
  readonly tables: ModbusTables;
  /** @returns Undefined once all of it is written; else nothing is. */
  readonly writeCoils: (at: number, values: readonly boolean[]) => ModbusException | undefined;
  /** @returns Undefined once all of it is written; else nothing is. */
  readonly writeRegisters: (at: number, values: readonly number[]) => ModbusException | undefined;
}

/** Bits and words that one request reads or writes at most. */
const MOST = { readBits: 2000, readWords: 125, writeBits: 1968, writeWords: 123 };

/**
 * Does what a request asks for.
 *
 * @param body - Function code and data, shape [size].
 * @returns What is answered, shape [size].
 */
export function answerModbus(body: Buffer, device: ModbusDevice): Buffer {
  const [code = 0] = body;
  const run = FUNCTIONS.get(code);
  const answer = run === undefined ? ModbusException.illegalFunction : run(body, device);
  return typeof answer === 'number'
    ? Buffer.of(code | 0x80, answer)
    : Buffer.concat([Buffer.of(code), answer]);
}

type ModbusFunction = (body: Buffer, device: ModbusDevice) => Buffer | ModbusException;

const FUNCTIONS: ReadonlyMap<number, ModbusFunction> = new Map<number, ModbusFunction>([
  [1, (body, { tables }) => readBits(body, tables.coils)],
  [2, (body, { tables }) => readBits(body, tables.inputs)],
  [3, (body, { tables }) => readWords(body, tables.holding)],
  [4, (body, { tables }) => readWords(body, tables.registers)],
  [5, writeCoil],
  [6, writeRegister],
  [15, writeCoils],
  [16, writeRegisters],
]);

function readBits(body: Buffer, table: readonly boolean[]): Buffer | ModbusException {
  const bits = slice(body, table, MOST.readBits);
  if (typeof bits === 'number') return bits;
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8));
  for (const [i, bit] of bits.entries())
    if (bit) bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (1 << (i % 8));
  return Buffer.concat([Buffer.of(bytes.length), bytes]);
}

function readWords(body: Buffer, table: readonly number[]): Buffer | ModbusException {
  const words = slice(body, table, MOST.readWords);
  if (typeof words === 'number') return words;
  const bytes = Buffer.alloc(2 * words.length);
  for (const [i, word] of words.entries()) bytes.writeUInt16BE(word, 2 * i);
  return Buffer.concat([Buffer.of(bytes.length), bytes]);
}

/** What a request to read asks for. */
function slice<T>(body: Buffer, table: readonly T[], most: number): readonly T[] | ModbusException {
  if (body.length !== 5) return ModbusException.illegalValue;
  const [at, count] = [body.readUInt16BE(1), body.readUInt16BE(3)];
  if (count < 1 || count > most) return ModbusException.illegalValue;
  return at + count > table.length ? ModbusException.illegalAddress : table.slice(at, at + count);
}

function writeCoil(body: Buffer, device: ModbusDevice): Buffer | ModbusException {
  if (body.length !== 5) return ModbusException.illegalValue;
  const [at, value] = [body.readUInt16BE(1), body.readUInt16BE(3)];
  if (value !== 0 && value !== 0xff00) return ModbusException.illegalValue;
  return device.writeCoils(at, [value !== 0]) ?? body.subarray(1);
}

function writeRegister(body: Buffer, device: ModbusDevice): Buffer | ModbusException {
  if (body.length !== 5) return ModbusException.illegalValue;
  const [at, value] = [body.readUInt16BE(1), body.readUInt16BE(3)];
  return device.writeRegisters(at, [value]) ?? body.subarray(1);
}

function writeCoils(body: Buffer, device: ModbusDevice): Buffer | ModbusException {
  const count = countWritten(body, MOST.writeBits, (bits) => Math.ceil(bits / 8));
  if (count === undefined) return ModbusException.illegalValue;
  const bitOf = (i: number): boolean => (((body[6 + (i >> 3)] ?? 0) >> (i % 8)) & 1) === 1;
  const bits = Array.from({ length: count }, (_, i) => bitOf(i));
  return device.writeCoils(body.readUInt16BE(1), bits) ?? body.subarray(1, 5);
}

function writeRegisters(body: Buffer, device: ModbusDevice): Buffer | ModbusException {
  const count = countWritten(body, MOST.writeWords, (words) => 2 * words);
  if (count === undefined) return ModbusException.illegalValue;
  const words = Array.from({ length: count }, (_, i) => body.readUInt16BE(6 + 2 * i));
  return device.writeRegisters(body.readUInt16BE(1), words) ?? body.subarray(1, 5);
}

/** How many values a request writes; undefined where it contradicts itself. */
function countWritten(
  body: Buffer,
  most: number,
  bytesOf: (count: number) => number,
): number | undefined {
  if (body.length < 6) return undefined;
  const count = body.readUInt16BE(3);
  const bytes = bytesOf(count);
  const isWhole = body[5] === bytes && body.length === 6 + bytes;
  return count >= 1 && count <= most && isWhole ? count : undefined;
}
