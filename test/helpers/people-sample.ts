/** A station in a temporary folder that people sign in to, at a time that stands until it is moved. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Role, Scope } from '../../packages/station/src/api/index.ts';
import { createApp, type StationApi } from '../../packages/station/src/server/app.ts';
import { loginPolicy } from '../../packages/station/src/server/login-policy.ts';
import type { DatabaseOptions } from '../../packages/station/src/store/database.ts';
import { Station } from '../../packages/station/src/station.ts';
import { freshDatabase } from './station-databases.ts';

const invitedSchema = z.object({
  person: z.object({ id: z.string() }),
  link: z.object({ token: z.string() }),
});
const tokenSchema = z.object({ token: z.string(), entry: z.object({ id: z.string() }) });

/** What a request is made of. */
export interface Question {
  readonly method?: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly body?: RequestInit['body'];
  /** The cookie of a session, as it was set. */
  readonly cookie?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer, with the cookie that came with it. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
  readonly cookie: string;
}

export const PASSWORD = 'correct horse';

export class PeopleSample {
  readonly folder: string;
  /** Where its rows and files are. */
  readonly place: DatabaseOptions;
  readonly station: Station;
  readonly app: StationApi;
  /** What went wrong within. */
  readonly bugs: unknown[] = [];
  readonly #time: { now: number };
  /** The cookie of the first administrator. */
  root = '';

  private constructor(place: DatabaseOptions, station: Station, time: { now: number }) {
    this.place = place;
    this.folder = place.data;
    this.station = station;
    this.#time = time;
    const onBug = (error: unknown): unknown => this.bugs.push(error);
    this.app = createApp(station, { policy: loginPolicy(station.people), onBug });
  }

  /** Opens one with its first administrator, `root`. */
  static async create(): Promise<PeopleSample> {
    const folder = await mkdtemp(join(tmpdir(), 'fewgood-people-'));
    const time = { now: Date.parse('2026-03-02T06:00:00Z') };
    const clock = (): Date => new Date(time.now);
    const database = freshDatabase();
    const station = await Station.open({ data: folder, database, clock, reserveBytes: 0 });
    const sample = new PeopleSample({ data: folder, url: database }, station, time);
    const link = await station.people.persons.firstLink();
    sample.root = await sample.accept(link?.token ?? '', { name: 'root' });
    return sample;
  }

  /** Moves the clock. */
  later(seconds: number): void {
    this.#time.now += seconds * 1000;
  }

  /** Asks as a page of the station does. */
  async ask(path: string, question: Question = {}): Promise<Answer> {
    const { method = 'GET', json, body, cookie, headers } = question;
    const response = await this.app.request(`/api${path}`, {
      method,
      headers: {
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...(cookie !== undefined && { cookie, origin: 'http://localhost' }),
        ...headers,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    const [cookieSet = ''] = (response.headers.get('set-cookie') ?? '').split(';');
    return {
      status: response.status,
      body: isJson ? JSON.parse(text) : text,
      headers: response.headers,
      cookie: cookieSet,
    };
  }

  async signIn(name: string, password: string = PASSWORD): Promise<Answer> {
    return this.ask('/session', { method: 'POST', json: { name, password } });
  }

  /** Sets a password by a link. @returns The cookie. */
  async accept(token: string, more: object = {}): Promise<string> {
    const json = { token, password: PASSWORD, ...more };
    const answer = await this.ask('/invitations/accept', { method: 'POST', json });
    if (answer.status !== 200) {
      throw new Error(JSON.stringify(answer.body), { cause: this.bugs.at(-1) });
    }
    return answer.cookie;
  }

  /** Adds somebody with a password. */
  async add(name: string, role: Role): Promise<{ id: string; cookie: string }> {
    const json = { name, role };
    const { body } = await this.ask('/people', { method: 'POST', json, cookie: this.root });
    const { person, link } = invitedSchema.parse(body);
    return { id: person.id, cookie: await this.accept(link.token) };
  }

  /** Makes a token for a machine. */
  async token(name: string, scopes: readonly Scope[], days = 30) {
    const json = { name, scopes, days };
    const { body } = await this.ask('/tokens', { method: 'POST', json, cookie: this.root });
    const { token, entry } = tokenSchema.parse(body);
    return { id: entry.id, token, headers: { authorization: `Bearer ${token}` } };
  }

  async remove(): Promise<void> {
    await this.station.close();
    await rm(this.folder, { recursive: true });
    if (this.bugs.length > 0) throw new AggregateError(this.bugs, 'bugs of the station');
  }
}
