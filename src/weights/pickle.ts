/**
 * Reads pickles, Python's own serialization, as data. A pickle is a program that may call any function
 * of Python; here no name is looked up and nothing is called: names and calls are handed to whoever
 * reads, who knows the few that stand for data and refuses the others.
 *
 * @module
 */
import { strFromU8 } from 'fflate';

/** A value of a pickle: None is null, a tuple or list an array, a dictionary a map. */
export type PickleValue =
  | null
  | boolean
  | number
  | string
  | readonly PickleValue[]
  | ReadonlyMap<PickleValue, PickleValue>
  | PickleName
  | PickleCall
  | PickleHandle;

/** A name of Python. */
export class PickleName {
  /** As `module name`. */
  readonly name: string;

  /** @param name - As `module name`. */
  constructor(name: string) {
    this.name = name;
  }
}

/** A call that Python would do. */
export class PickleCall {
  /** What would be called. */
  readonly callee: PickleValue;
  /** With what. */
  readonly args: readonly PickleValue[];

  /**
   * @param callee - What would be called.
   * @param args - With what.
   */
  constructor(callee: PickleValue, args: readonly PickleValue[]) {
    this.callee = callee;
    this.args = args;
  }
}

/** Something that lies outside of the pickle (`persistent_id`). */
export class PickleHandle {
  /** By which the writer knows it. */
  readonly id: PickleValue;

  /** @param id - By which the writer knows it. */
  constructor(id: PickleValue) {
    this.id = id;
  }
}

/** A pickle that was read. */
export interface Unpickled {
  /** What it holds. */
  readonly value: PickleValue;
  /** Bytes that it took. */
  readonly length: number;
  /** All that lies outside of it, in the order in which it is named. */
  readonly handles: readonly PickleHandle[];
}

/** Dictionaries that Python makes by a call. */
const DICTIONARIES: readonly string[] = ['collections OrderedDict', 'builtins dict'];

/** What begins a tuple, list or dictionary on the stack. */
const MARK = Symbol('mark');

/**
 * Reads one pickle, with the instructions that dictionaries of numbers, texts and arrays need.
 *
 * @param bytes - Begins with the pickle, shape [length].
 * @throws {@link RangeError} if it ends too early or holds another instruction.
 */
export function unpickle(bytes: Uint8Array): Unpickled {
  const machine = new PickleMachine(bytes);
  for (;;) {
    const code = machine.integer(1);
    if (code === STOP) {
      return { value: machine.pop(), length: machine.position, handles: machine.handles };
    }
    const instruction = INSTRUCTIONS[code];
    if (!instruction) {
      throw new RangeError(`byte ${machine.position - 1} is no instruction for data (${code})`);
    }
    instruction(machine);
  }
}

/** Stack, memo and the bytes that are still to be read. */
class PickleMachine {
  position = 0;
  readonly memo: PickleValue[] = [];
  readonly handles: PickleHandle[] = [];
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #stack: (PickleValue | typeof MARK)[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  bytes(count: number): Uint8Array {
    const start = this.position;
    if (count > this.#bytes.length - start) throw new RangeError('it ends too early');
    this.position = start + count;
    return this.#bytes.subarray(start, this.position);
  }

  /** An integer of up to 8 bytes, little-endian; of those of 4 bytes a signed one if wanted. */
  integer(size: 1 | 2 | 4 | 8, isSigned = false): number {
    const start = this.position;
    this.bytes(size);
    if (size === 1) return this.#view.getUint8(start);
    if (size === 2) return this.#view.getUint16(start, true);
    if (size === 8) return Number(this.#view.getBigUint64(start, true));
    return isSigned ? this.#view.getInt32(start, true) : this.#view.getUint32(start, true);
  }

  /** A double, big-endian. */
  double(): number {
    const start = this.position;
    this.bytes(8);
    return this.#view.getFloat64(start);
  }

  /** Text up to the end of the line. */
  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.position);
    if (end < 0) throw new RangeError('it ends too early');
    const text = strFromU8(this.bytes(end - this.position));
    this.position++;
    return text;
  }

  push(value: PickleValue | typeof MARK): void {
    this.#stack.push(value);
  }

  pop(): PickleValue {
    const value = this.#stack.pop();
    if (value === undefined || value === MARK) throw new RangeError('it takes what it did not put');
    return value;
  }

  /** The value on top, which stays there. */
  top(): PickleValue {
    const value = this.pop();
    this.push(value);
    return value;
  }

  /** All above the last mark, which goes too. */
  popToMark(): PickleValue[] {
    const start = this.#stack.lastIndexOf(MARK);
    if (start < 0) throw new RangeError('it takes what it did not put');
    return this.#stack.splice(start).filter((value) => value !== MARK);
  }

  /** The last `count` values, in the order in which they came. */
  popMany(count: number): PickleValue[] {
    return Array.from({ length: count }, () => this.pop()).toReversed();
  }
}

type Instruction = (machine: PickleMachine) => void;

const STOP = 0x2e;

/** By their codes (Python's pickletools.py has names and meaning). */
// cspell:disable
const INSTRUCTIONS: Readonly<Record<number, Instruction>> = {
  // PROTO and FRAME: nothing follows from them.
  0x80: (m) => m.integer(1),
  0x95: (m) => m.integer(8),
  // NONE, NEWTRUE, NEWFALSE, EMPTY_TUPLE, EMPTY_LIST, EMPTY_DICT, MARK, POP
  0x4e: (m) => m.push(null),
  0x88: (m) => m.push(true),
  0x89: (m) => m.push(false),
  0x29: (m) => m.push([]),
  0x5d: (m) => m.push([]),
  0x7d: (m) => m.push(new Map()),
  0x28: (m) => m.push(MARK),
  0x30: (m) => m.pop(),
  // BININT, BININT1, BININT2, LONG1, BINFLOAT
  0x4a: (m) => m.push(m.integer(4, true)),
  0x4b: (m) => m.push(m.integer(1)),
  0x4d: (m) => m.push(m.integer(2)),
  0x8a: (m) => m.push(longInteger(m.bytes(m.integer(1)))),
  0x47: (m) => m.push(m.double()),
  // SHORT_BINSTRING, BINSTRING, SHORT_BINUNICODE, BINUNICODE, BINUNICODE8
  0x55: (m) => m.push(strFromU8(m.bytes(m.integer(1)))),
  0x54: (m) => m.push(strFromU8(m.bytes(m.integer(4)))),
  0x8c: (m) => m.push(strFromU8(m.bytes(m.integer(1)))),
  0x58: (m) => m.push(strFromU8(m.bytes(m.integer(4)))),
  0x8d: (m) => m.push(strFromU8(m.bytes(m.integer(8)))),
  // TUPLE1, TUPLE2, TUPLE3, TUPLE, LIST
  0x85: (m) => m.push(m.popMany(1)),
  0x86: (m) => m.push(m.popMany(2)),
  0x87: (m) => m.push(m.popMany(3)),
  0x74: (m) => m.push(m.popToMark()),
  0x6c: (m) => m.push(m.popToMark()),
  // APPEND, APPENDS, SETITEM, SETITEMS
  0x61: (m) => extend(m, m.popMany(1)),
  0x65: (m) => extend(m, m.popToMark()),
  0x73: (m) => setItems(m, m.popMany(2)),
  0x75: (m) => setItems(m, m.popToMark()),
  // BINPUT, LONG_BINPUT, MEMOIZE, BINGET, LONG_BINGET
  0x71: (m) => (m.memo[m.integer(1)] = m.top()),
  0x72: (m) => remember(m, m.integer(4)),
  0x94: (m) => m.memo.push(m.top()),
  0x68: (m) => m.push(recall(m, m.integer(1))),
  0x6a: (m) => m.push(recall(m, m.integer(4))),
  // GLOBAL, STACK_GLOBAL, REDUCE, NEWOBJ, BUILD, BINPERSID
  0x63: (m) => m.push(new PickleName(`${m.line()} ${m.line()}`)),
  0x93: (m) => m.push(new PickleName(m.popMany(2).filter(isText).join(' '))),
  0x52: call,
  0x81: call,
  // The attributes of an object, such as the versions that PyTorch keeps beside a state dict.
  0x62: (m) => m.pop(),
  0x51: handle,
};
// cspell:enable

function isText(value: PickleValue): value is string {
  return typeof value === 'string';
}

/** Little-endian two's complement; beyond 2^53 not exact, which no size of an array reaches. */
function longInteger(bytes: Uint8Array): number {
  const digits = bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
  return (bytes.at(-1) ?? 0) >= 0x80 ? digits - 256 ** bytes.length : digits;
}

function extend(machine: PickleMachine, items: readonly PickleValue[]): void {
  const list = machine.top();
  if (!Array.isArray(list)) throw new RangeError('it appends to what is no list');
  for (const item of items) list.push(item);
}

function setItems(machine: PickleMachine, items: readonly PickleValue[]): void {
  const map = machine.top();
  if (!(map instanceof Map)) throw new RangeError('it puts items into what is no dictionary');
  for (let i = 0; i + 1 < items.length; i += 2) map.set(items[i], items[i + 1]);
}

function remember(machine: PickleMachine, index: number): void {
  // Writers count from 0; an index far ahead would only make the list sparse.
  if (index > machine.position) throw new RangeError('it remembers more than it holds');
  machine.memo[index] = machine.top();
}

function recall(machine: PickleMachine, index: number): PickleValue {
  const value = machine.memo[index];
  if (value === undefined) throw new RangeError('it recalls what it did not remember');
  return value;
}

function handle(machine: PickleMachine): void {
  const value = new PickleHandle(machine.pop());
  machine.handles.push(value);
  machine.push(value);
}

function call(machine: PickleMachine): void {
  const args = machine.pop();
  const callee = machine.pop();
  if (!Array.isArray(args)) throw new RangeError('it calls with what is no tuple');
  const isDictionary = callee instanceof PickleName && DICTIONARIES.includes(callee.name);
  machine.push(isDictionary && args.length === 0 ? new Map() : new PickleCall(callee, args));
}
