/** Transaction, protocol, length, unit: what is before each request (MODBUS Messaging on TCP/IP 1.0b, 3.1.3). */
const HEADER = 7;
/** Bytes of the longest request, function code and all (MODBUS Application Protocol 1.1b3, 4.1). */
const LONGEST = 253;

/** A request as it came. */
export interface ModbusRequest {
  readonly transaction: number;
  readonly unit: number;
  /** Function code and data, shape [size]. */
  readonly body: Buffer;
}

/** Parts what a connection brings into requests; what is not whole yet is kept, which is never more than one request. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  /** @returns Undefined if it is no Modbus: where the next request begins nobody knows then. */
  add(bytes: Uint8Array): ModbusRequest[] | undefined {
    let rest = Buffer.concat([this.#rest, bytes]);
    const requests: ModbusRequest[] = [];
    while (rest.length >= HEADER) {
      const [transaction, protocol, length] = [0, 2, 4].map((at) => rest.readUInt16BE(at));
      if (transaction === undefined || length === undefined) break;
      if (protocol !== 0 || length < 2 || length > LONGEST + 1) return undefined;
      const end = HEADER - 1 + length;
      if (rest.length < end) break;
      requests.push({ transaction, unit: rest.readUInt8(6), body: rest.subarray(HEADER, end) });
      rest = rest.subarray(end);
    }
    // A copy, as what was cut out keeps the whole of it.
    this.#rest = Buffer.from(rest);
    return requests;
  }
}

/** Writes what is sent back. */
export function frameOf({ transaction, unit }: ModbusRequest, body: Uint8Array): Buffer {
  const head = Buffer.alloc(HEADER);
  head.writeUInt16BE(transaction, 0);
  head.writeUInt16BE(body.length + 1, 4);
  head.writeUInt8(unit, 6);
  return Buffer.concat([head, body]);
}
