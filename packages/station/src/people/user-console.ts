import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type InvitedPerson, type Link, type Person, personNameSchema } from '../api/people.ts';
import { type Actor, roleSchema } from '../api/role.ts';
import { InvalidRequestError, StationDataError } from '../errors.ts';
import { type DatabaseOptions, StationDatabase } from '../store/database.ts';
import { PersonList } from './person-list.ts';

/** Whoever may write the database of the station may do this, and is not asked who they are. */
const CONSOLE: Actor = { id: 'console', name: 'console', role: 'administrator' };

const creationSchema = z.object({ name: personNameSchema, role: roleSchema });

/** The people of a station from its own machine, for whoever is locked out; the station may run meanwhile. */
export class UserConsole {
  readonly #database: StationDatabase;
  readonly #persons: PersonList;

  private constructor(database: StationDatabase) {
    this.#database = database;
    this.#persons = new PersonList({ database, now: () => new Date().toISOString() });
  }

  /** @throws {@link StationDataError} if there is no station, or its database cannot be opened. */
  static async open(options: DatabaseOptions): Promise<UserConsole> {
    const { data, url } = options;
    if (url === undefined && !existsSync(join(data, 'station.db'))) {
      const fault = `there is no station in ${data}: expected its data folder`;
      throw new StationDataError('look at the people', fault, 'Name the folder of the station.');
    }
    return new UserConsole(await StationDatabase.open(options));
  }

  /** All of them, the newest first. */
  async list(): Promise<Person[]> {
    const people: Person[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await this.#persons.page({ limit: 500, cursor });
      people.push(...page.items);
      if (page.next === null) return people;
      cursor = page.next;
    }
  }

  /**
   * Adds somebody, who sets a password by the link.
   *
   * @throws {@link InvalidRequestError} if the name is none, or the role.
   * @throws {@link ConflictError} if the name is taken.
   */
  async add(name: string, role: string): Promise<InvitedPerson> {
    const wanted = creationSchema.safeParse({ name, role });
    if (!wanted.success) {
      const issues = wanted.error.issues.map(
        ({ path, message }) => `${path.join('.')}: ${message}`,
      );
      throw new InvalidRequestError(issues.join('; '), { issues });
    }
    return this.#persons.add(wanted.data, CONSOLE);
  }

  /** A link by which somebody sets another password. @throws {@link NotFoundError} if there is nobody of that name. */
  async resetPassword(name: string): Promise<Link> {
    const { id } = await this.#persons.named(name);
    return this.#persons.invite(id, CONSOLE);
  }

  /**
   * Keeps somebody out, or lets them in again.
   *
   * @throws {@link NotFoundError} if there is nobody of that name.
   * @throws {@link ConflictError} if no administrator would be left.
   */
  async setDisabled(name: string, disabled: boolean): Promise<Person> {
    const { id } = await this.#persons.named(name);
    return this.#persons.update(id, { disabled }, CONSOLE);
  }

  async close(): Promise<void> {
    await this.#database.close();
  }
}
