import { once } from 'node:events';
import { type BlockList, createServer, type Server, type Socket } from 'node:net';
import { ConnectorError } from '../errors.ts';
import { FrameReader, frameOf, type ModbusRequest } from './frames.ts';
import { answerModbus, ModbusException } from './functions.ts';
import type { TriggerHandshake } from './handshake.ts';

/** How a server listens. */
export interface ModbusListening {
  readonly name: string;
  readonly host: string;
  /** 0 is any that is free. */
  readonly port: number;
  /** The unit that answers; any by default. */
  readonly unit: number | undefined;
  /** Connections at once. */
  readonly clients: number;
  readonly idleSeconds: number;
  /** Addresses that may connect; all by default. */
  readonly allow: BlockList | undefined;
  /** Told how many are connected, when one comes or goes. */
  readonly onClients?: (count: number) => void;
}

/** Milliseconds after which a connection is asked whether its other side is there. */
const KEEP_ALIVE = 10_000;

/** Serves Modbus TCP. Whatever comes, a connection ends at worst, and never the server. */
export class ModbusServer {
  readonly #listening: ModbusListening;
  readonly #handshake: TriggerHandshake;
  readonly #log: (line: string) => void;
  readonly #server: Server;
  readonly #clients = new Set<Socket>();

  private constructor(
    listening: ModbusListening,
    handshake: TriggerHandshake,
    log: (line: string) => void,
  ) {
    this.#listening = listening;
    this.#handshake = handshake;
    this.#log = log;
    this.#server = createServer({
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE,
    });
    this.#server.on('connection', (socket) => this.#take(socket));
  }

  /** @throws {@link ConnectorError} if it cannot listen there. */
  static async open(
    listening: ModbusListening,
    handshake: TriggerHandshake,
    log: (line: string) => void,
  ): Promise<ModbusServer> {
    const server = new ModbusServer(listening, handshake, log);
    await server.#listen();
    return server;
  }

  /** The port that it has. */
  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : this.#listening.port;
  }

  /** Ends all connections, so that controllers see at once that nobody is there. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const client of this.#clients) client.destroy();
    await closed;
  }

  async #listen(): Promise<void> {
    const { name, host, port } = this.#listening;
    try {
      this.#server.listen(port, host);
      await once(this.#server, 'listening');
    } catch (cause) {
      const fault = cause instanceof Error ? cause.message : String(cause);
      throw new ConnectorError(
        `open the connector ${name}`,
        `${fault}: expected a port that is free, and that the station may open`,
        'Choose another port, such as 1502, or end the program that has it; ports below 1024 need a right of their own.',
        cause,
      );
    }
    // Too many open files, for one: the next connection may be taken.
    this.#server.on('error', (error) => this.#log(`${name}: ${error.message}`));
  }

  #take(socket: Socket): void {
    const { name, clients, idleSeconds, onClients } = this.#listening;
    // A connection that is reset ends by its `close`, as any other.
    socket.on('error', () => undefined);
    const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    const fault = this.#refusalOf(address);
    if (fault !== undefined) {
      this.#log(`${name}: ${address} is not let in: ${fault}`);
      socket.destroy();
      return;
    }
    this.#clients.add(socket);
    onClients?.(this.#clients.size);
    if (this.#clients.size === clients)
      this.#log(`${name}: ${clients} are connected, which is all`);
    socket.on('close', () => {
      this.#clients.delete(socket);
      this.#handshake.leave(socket);
      onClients?.(this.#clients.size);
    });
    socket.setTimeout(1000 * idleSeconds, () => socket.destroy());
    const frames = new FrameReader();
    socket.on('data', (bytes) => {
      const requests = frames.add(bytes);
      if (requests === undefined) this.#log(`${name}: ${address} does not speak Modbus TCP`);
      this.#answer(socket, requests);
    });
  }

  #refusalOf(address: string): string | undefined {
    const { clients, allow } = this.#listening;
    const family = address.includes(':') ? 'ipv6' : 'ipv4';
    if (allow !== undefined && !allow.check(address, family))
      return 'it is not among those allowed';
    return this.#clients.size >= clients ? `${clients} are connected already` : undefined;
  }

  /** @param requests - Undefined where the connection is of no use any more. */
  #answer(socket: Socket, requests: readonly ModbusRequest[] | undefined): void {
    if (requests === undefined) {
      socket.destroy();
      return;
    }
    for (const request of requests) socket.write(frameOf(request, this.#answerTo(request, socket)));
    // Who asks and does not read what is answered is not listened to meanwhile.
    if (!socket.writableNeedDrain) return;
    socket.pause();
    socket.once('drain', () => socket.resume());
  }

  #answerTo({ unit, body }: ModbusRequest, client: Socket): Buffer {
    const handshake = this.#handshake;
    if (this.#listening.unit !== undefined && unit !== this.#listening.unit) {
      return Buffer.of((body[0] ?? 0) | 0x80, ModbusException.noSuchUnit);
    }
    return answerModbus(body, {
      tables: handshake.tables,
      writeCoils: (at, values) => handshake.writeCoils(client, at, values),
      writeRegisters: (at, values) => handshake.writeRegisters(at, values),
    });
  }
}
