/**
 * A station that is triggered, with a camera that ffmpeg plays, and whoever triggers it.
 *
 * @module
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readAnswer, type StationClient } from '../packages/station/src/api/index.ts';
import { type Random, seededRandom } from '../src/random.ts';
import { freePort } from '../test/helpers/free-port.ts';
import { ModbusClient } from '../test/helpers/modbus-client.ts';
import { OpcUaTestClient } from '../test/helpers/opcua-client.ts';
import { runProgram, startProgram } from './built-program.ts';
import { drawPictures, putPictures } from './drawn-pictures.ts';
import { MqttTrigger } from './mqtt-trigger.ts';
import { numberedPng } from './numbered-png.ts';
import { addPart, StationProcess } from './station-process.ts';

/** How often a controller looks, milliseconds. */
const CYCLE = 5;
/** Milliseconds until a camera gives pictures, and until a trigger is answered. */
const PATIENCE = 60_000;
/** Seconds of a trigger: none of those measured is to end by it. */
const DEADLINE = 10;
const TRIGGER = 'cell';

/** How a station is triggered. */
export interface TriggeredOptions {
  /** Empty. */
  readonly folder: string;
  /** Side of the pictures, pixels. */
  readonly size: number;
  /** Pictures a second that the camera gives. */
  readonly rate: number;
}

/** Those who trigger it, other than by HTTP. */
interface Controllers {
  readonly plc: ModbusClient;
  readonly broker: MqttTrigger;
  readonly opc: OpcUaTestClient;
}

/** A station, a camera, and a controller. */
export class TriggeredStation {
  readonly #server: StationProcess;
  readonly #client: StationClient;
  readonly #controllers: Controllers;
  readonly #sent: { readonly part: string; readonly scene: Uint8Array };
  readonly #random: Random = seededRandom(1);
  readonly #period: number;
  #number = 0;

  private constructor(
    server: StationProcess,
    client: StationClient,
    controllers: Controllers,
    more: { readonly part: string; readonly scene: Uint8Array; readonly rate: number },
  ) {
    this.#server = server;
    this.#client = client;
    this.#controllers = controllers;
    this.#sent = more;
    this.#period = 1000 / more.rate;
  }

  /** Learns a part from drawn pictures, and lets a camera see another one of the kind. */
  static async create({ folder, size, rate }: TriggeredOptions): Promise<TriggeredStation> {
    const support = await putPictures(join(folder, 'good'), 4, 1, size);
    const path = join(folder, 'a.part');
    const { code, log } = await runProgram(['enroll', path, ...support], { folder });
    if (code !== 0) throw new Error(`nothing can be studied: ${log}`);
    const [scene = new Uint8Array()] = await drawPictures(1, 2, size);
    const input = join(folder, 'scene.png');
    await writeFile(input, scene);
    const port = await freePort();
    const config = join(folder, 'connect.json');
    const camera = {
      kind: 'camera',
      name: TRIGGER,
      part: 'studied',
      rate,
      deadlineSeconds: DEADLINE,
    };
    const triggers = [{ ...camera, input }];
    const broker = await MqttTrigger.create(TRIGGER);
    const modbus = { kind: 'modbus', name: 'plc', trigger: TRIGGER, port };
    const opcua = { kind: 'opcua', name: 'opc', trigger: TRIGGER, port: await freePort() };
    const connectors = [modbus, broker.connector, opcua];
    await writeFile(config, JSON.stringify({ station: 'study', triggers, connectors }));
    const place = { data: join(folder, 'data') };
    const server = new StationProcess(startProgram, place, ['--connect', config]);
    const client = await server.client();
    const part = await addPart(client, await readFile(path));
    const plc = await ModbusClient.open(port);
    const opc = await entered(opcua.port, join(folder, 'controller'));
    const controllers = { plc, broker, opc };
    const station = new TriggeredStation(server, client, controllers, { part, scene, rate });
    await station.#until(async () => !(await plc.see()).alarm);
    return station;
  }

  async end(): Promise<void> {
    const { plc, broker, opc } = this.#controllers;
    await plc.close();
    await opc.close();
    await this.#server.end();
    await broker.end();
  }

  /** Milliseconds of so many inspections, one after another, at moments that do not go with the camera's. */
  async measure(
    way: 'plain' | 'http' | 'modbus' | 'mqtt' | 'opcua',
    count: number,
  ): Promise<number[]> {
    const times: number[] = [];
    for (let i = 0; i < count; i++) {
      await sleep(this.#period * (1 + this.#random.uniform()));
      const start = performance.now();
      await this[way]();
      times.push(performance.now() - start);
    }
    return times;
  }

  /** A picture is sent, and its verdict waited for. */
  async plain(): Promise<void> {
    const { part, scene } = this.#sent;
    const key = `plain-${++this.#number}`;
    const query = { part, wait: '60' };
    const header = { 'idempotency-key': key };
    const body = numberedPng(scene, this.#number);
    const { api } = this.#client;
    const { verdict } = await readAnswer(
      api.inspections.$post({ query, header }, { init: { body } }),
    );
    if (verdict === null) throw new Error('a picture that was sent has no verdict');
  }

  async http(): Promise<void> {
    const param = { trigger: TRIGGER };
    const { triggers } = this.#client.api;
    const answer = await readAnswer(triggers[':trigger'].$post({ param, query: {} }));
    if (answer.verdict === null) throw new Error(`no verdict by HTTP: ${answer.fault?.message}`);
  }

  async mqtt(): Promise<void> {
    const { verdict, fault } = await this.#controllers.broker.fire(PATIENCE);
    if (verdict === null) throw new Error(`no verdict by MQTT: ${fault?.message}`);
  }

  async modbus(): Promise<void> {
    const number = ++this.#number % 2 ** 16;
    await this.#controllers.plc.trigger(number);
    await this.#until(async () => {
      const { done, number: answered, verdict, reason } = await this.#controllers.plc.see();
      if (!done || answered !== number) return false;
      if (verdict === 0) throw new Error(`no verdict by Modbus: reason ${reason}`);
      return true;
    });
  }

  async opcua(): Promise<void> {
    const { verdict, reason } = await this.#controllers.opc.trigger();
    if (verdict === '') throw new Error(`no verdict by OPC UA: ${String(reason)}`);
  }

  async #until(isSo: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + PATIENCE;
    while (!(await isSo())) {
      if (performance.now() > end) throw new Error('nothing came in a minute');
      await sleep(CYCLE);
    }
  }
}

/** A client of a server that begins to listen. */
async function entered(port: number, folder: string): Promise<OpcUaTestClient> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    try {
      return await OpcUaTestClient.open(port, { folder });
    } catch (error) {
      if (performance.now() > end) throw error;
      await sleep(CYCLE);
    }
  }
}
