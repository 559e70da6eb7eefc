/**
 * Protocol Buffers as ONNX uses them, one level above `@bufbuild/protobuf/wire`: no schema, since
 * the few fields that a graph needs are clearer as named numbers beside the code that uses them.
 *
 * @module
 */
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** Appends fields to a message. */
export class MessageWriter {
  readonly #writer = new BinaryWriter();

  /** A varint field: int32, int64, enum or bool. */
  integer(field: number, value: number | bigint): this {
    this.#writer.tag(field, WireType.Varint).int64(value.toString());
    return this;
  }

  /** A float field. */
  float(field: number, value: number): this {
    this.#writer.tag(field, WireType.Bit32).float(value);
    return this;
  }

  /** A string field. */
  text(field: number, value: string): this {
    this.#writer.tag(field, WireType.LengthDelimited).string(value);
    return this;
  }

  /** A bytes field, or a message that is written already; shape [value.length]. */
  bytes(field: number, value: Uint8Array): this {
    this.#writer.tag(field, WireType.LengthDelimited).bytes(value);
    return this;
  }

  /** A field that holds a message, filled by `write`. */
  message(field: number, write: (message: this) => void): this {
    this.#writer.tag(field, WireType.LengthDelimited).fork();
    write(this);
    this.#writer.join();
    return this;
  }

  /** A field as it was read, tag included; shape [raw.length]. */
  raw(raw: Uint8Array): this {
    this.#writer.raw(raw);
    return this;
  }

  /** The whole message, shape [length]. */
  finish(): Uint8Array {
    return this.#writer.finish();
  }
}

/** A field of a message as it stands in the file; what it holds is decoded when it is asked for. */
export class Field {
  /** Field number. */
  readonly number: number;
  /** Where its tag starts within the message. */
  readonly start: number;
  /** Tag and content, a view of the message. */
  readonly raw: Uint8Array;
  readonly #content: Uint8Array;

  /** Reads the next field; `reader` reads `message`. */
  constructor(reader: BinaryReader, message: Uint8Array) {
    this.start = reader.pos;
    const [number, wireType] = reader.tag();
    this.number = number;
    this.#content = reader.skip(wireType, number);
    this.raw = message.subarray(this.start, reader.pos);
  }

  /** Value of a varint field, exact below 2^53. */
  get integer(): number {
    return Number(new BinaryReader(this.#content).int64());
  }

  /** Value of a string field. */
  get text(): string {
    return new BinaryReader(this.#content).string(true);
  }

  /** Value of a bytes field, a view of the message; shape [length]. */
  get bytes(): Uint8Array {
    return new BinaryReader(this.#content).bytes();
  }

  /** Value of a field that holds a message. */
  get message(): Message {
    return new Message(this.bytes);
  }
}

/** A message as it was read. Nothing is copied, so that weights cost no memory. */
export class Message {
  /** The whole message, shape [length]. */
  readonly bytes: Uint8Array;
  /** All fields in the order of the file. */
  readonly fields: readonly Field[];

  /** @param bytes - The message, shape [length]. */
  constructor(bytes: Uint8Array) {
    const fields: Field[] = [];
    const reader = new BinaryReader(bytes);
    while (reader.pos < reader.len) fields.push(new Field(reader, bytes));
    this.bytes = bytes;
    this.fields = fields;
  }

  /** Fields of one number. */
  all(number: number): Field[] {
    return this.fields.filter((field) => field.number === number);
  }

  /** The last value of a varint field; 0 if absent. */
  integer(number: number): number {
    return this.all(number).at(-1)?.integer ?? 0;
  }

  /** The last value of a string field; empty if absent. */
  text(number: number): string {
    return this.all(number).at(-1)?.text ?? '';
  }

  /** All values of a string field. */
  texts(number: number): string[] {
    return this.all(number).map((field) => field.text);
  }

  /** All values of a field that holds messages. */
  messages(number: number): Message[] {
    return this.all(number).map((field) => field.message);
  }
}
