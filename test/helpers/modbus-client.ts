/** A client of Modbus TCP on this machine, by a library of its own. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { client as clients, type ModbusTCPClient } from 'jsmodbus';

/** What a controller reads in one request. */
export interface Seen {
  readonly busy: boolean;
  readonly done: boolean;
  readonly good: boolean;
  readonly fail: boolean;
  readonly cannotJudge: boolean;
  readonly alarm: boolean;
  readonly online: boolean;
  readonly heartbeat: number;
  readonly number: number;
  readonly verdict: number;
  readonly reason: number;
  readonly seq: number;
  readonly ratio: number;
  readonly ms: number;
  readonly part: number;
  readonly refused: number;
}

export class ModbusClient {
  readonly socket: Socket;
  readonly modbus: ModbusTCPClient;

  private constructor(socket: Socket, unit: number) {
    this.socket = socket;
    this.modbus = new clients.TCP(socket, unit, 20_000);
  }

  static async open(port: number, unit = 1): Promise<ModbusClient> {
    const socket = connect(port, '127.0.0.1');
    const client = new ModbusClient(socket, unit);
    await once(socket, 'connect');
    return client;
  }

  async close(): Promise<void> {
    if (this.socket.closed) return;
    const closed = once(this.socket, 'close');
    this.socket.destroy();
    await closed;
  }

  /** Reads the whole block. */
  async see(): Promise<Seen> {
    const { response } = await this.modbus.readInputRegisters(0, 12);
    const words = Array.from(response.body.values);
    const [status = 0, heartbeat = 0, number = 0, verdict = 0, reason = 0] = words;
    const [high = 0, low = 0, ratio = 0, ms = 0, part = 0, refused = 0] = words.slice(5);
    const bit = (i: number): boolean => ((status >> i) & 1) === 1;
    return {
      busy: bit(0),
      done: bit(1),
      good: bit(2),
      fail: bit(3),
      cannotJudge: bit(4),
      alarm: bit(5),
      online: bit(6),
      heartbeat,
      number,
      verdict,
      reason,
      ratio,
      ms,
      part,
      refused,
      seq: high * 2 ** 16 + low,
    };
  }

  /** Lets the coil fall and rise, with a number and a part. */
  async trigger(number: number, part = 0): Promise<void> {
    await this.modbus.writeSingleCoil(0, false);
    await this.modbus.writeMultipleRegisters(0, [part, number]);
    await this.modbus.writeSingleCoil(0, true);
  }
}
