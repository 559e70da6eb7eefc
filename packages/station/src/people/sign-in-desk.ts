import type { Acceptance, Invitation, PasswordChange, SignIn } from '../api/people.ts';
import { appendAudit } from '../audit/chain.ts';
import { passwordSeal } from '../audit/seal.ts';
import { ConflictError, InvalidRequestError, SignInError } from '../errors.ts';
import type { Change, StationDatabase } from '../store/database.ts';
import type { StoreOptions } from '../store/part-list.ts';
import type { PersonRow } from '../store/tables.ts';
import { LoginThrottle } from './login-throttle.ts';
import { PasswordThread } from './password-thread.ts';
import { hasAdministrator, insertPerson, personRow, rowOfName } from './person-list.ts';
import { hashOfSecret, nameKeyOf } from './secret.ts';
import { endSessions, type KnownSession, type Origin, type SessionList } from './session-list.ts';

interface DeskOptions extends StoreOptions {
  readonly sessions: SessionList;
}

/** Where people show that they are who they say: by a password, or by a link that sets one. */
export class SignInDesk {
  readonly #options: DeskOptions;
  readonly #passwords = new PasswordThread();
  readonly #throttle: LoginThrottle;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.#throttle = new LoginThrottle(() => Date.parse(options.now()));
  }

  async close(): Promise<void> {
    await this.#passwords.close();
  }

  /**
   * Signs somebody in.
   *
   * @returns The secret of the cookie.
   * @throws {@link SignInError} if name and password do not belong together.
   * @throws {@link TooManyAttemptsError} if too many attempts failed.
   */
  async signIn({ name, password }: SignIn, origin: Origin): Promise<string> {
    const { database, sessions } = this.#options;
    const key = nameKeyOf(name);
    this.#throttle.begin(key, origin.address);
    const row = await rowOfName(database.rows, name);
    const isRight = await this.#passwords.matches(password, row?.password ?? null);
    if (!isRight || row === undefined) throw wrong();
    const secret = await database.change(async (change) => {
      // It may have been changed, or its person kept out, while it was looked at.
      const now = await personRow(change, row.id);
      if (now.disabledAt !== null || now.password !== row.password) throw wrong();
      return sessions.begin(change, now, origin);
    });
    this.#throttle.succeed(key, origin.address);
    return secret;
  }

  /**
   * Whom a link is for.
   *
   * @throws {@link SignInError} if it is none, or was used.
   */
  async invitation(token: string): Promise<Invitation> {
    const { database, now } = this.#options;
    const { person, expiresAt } = await linkRow(database, token, now());
    if (person === null) return { name: null, role: 'administrator', expiresAt };
    const { name, role } = await personRow(database.rows, person);
    return { name, role, expiresAt };
  }

  /**
   * Sets the password of whom a link is for, ends their sessions, and signs them in. The link is none any more.
   *
   * @returns The secret of the cookie.
   * @throws {@link SignInError} if it is none, or was used.
   * @throws {@link InvalidRequestError} if the first administrator has no name, or a password has the name in it.
   */
  async accept({ token, name, password }: Acceptance, origin: Origin): Promise<string> {
    const { database, now, sessions } = this.#options;
    const link = await linkRow(database, token, now());
    const { person } = link;
    const known = person === null ? name : (await personRow(database.rows, person)).name;
    if (known === undefined) throw new InvalidRequestError('name: expected one');
    assertNotTheName(password, known);
    const hash = await this.#passwords.hash(password);
    return database.change(async (change) => {
      const { numDeletedRows } = await change
        .deleteFrom('invitation')
        .where('hash', '=', link.hash)
        .executeTakeFirst();
      if (Number(numDeletedRows) === 0) throw notValid();
      const row =
        person === null ? await this.#first(change, known) : await personRow(change, person);
      await this.#set(change, row, hash);
      return sessions.begin(change, await personRow(change, row.id), origin);
    });
  }

  /**
   * Changes the password of whoever asks; their other sessions end.
   *
   * @returns The secret of another cookie.
   * @throws {@link InvalidRequestError} if the current one is not right, or the new one has the name in it.
   * @throws {@link TooManyAttemptsError} if too many attempts failed.
   */
  async changePassword(
    { person, actor }: KnownSession,
    { current, password }: PasswordChange,
    origin: Origin,
  ): Promise<string> {
    const { database, sessions } = this.#options;
    const key = nameKeyOf(actor.name);
    assertNotTheName(password, actor.name);
    this.#throttle.begin(key, origin.address);
    const row = await personRow(database.rows, person);
    if (!(await this.#passwords.matches(current, row.password))) {
      throw new InvalidRequestError('the current password is wrong', { field: 'current' });
    }
    this.#throttle.succeed(key, origin.address);
    const hash = await this.#passwords.hash(password);
    return database.change(async (change) => {
      await this.#set(change, row, hash);
      return sessions.begin(change, row, origin);
    });
  }

  async #first(change: Change, name: string): Promise<PersonRow> {
    if (await hasAdministrator(change)) throw notValid();
    // An administrator who was added, and never set a password, may be the one who follows it.
    const row = await rowOfName(change, name);
    if (row?.role === 'administrator' && row.password === null && row.disabledAt === null)
      return row;
    if (row !== undefined) {
      const fault = 'the name is taken: expected one that nobody has';
      throw new ConflictError(`begin as ${name}`, fault, 'Choose another name.', { name });
    }
    return insertPerson(
      change,
      { name, role: 'administrator' },
      { at: this.#options.now(), by: name },
    );
  }

  async #set(change: Change, { id, name }: PersonRow, password: string): Promise<void> {
    await change.updateTable('person').set({ password }).where('id', '=', id).execute();
    await change.deleteFrom('invitation').where('person', '=', id).execute();
    await endSessions(change, id);
    const deed = { at: this.#options.now(), actor: name, action: 'password.set', subject: id };
    await appendAudit(change, { ...deed, detail: { seal: passwordSeal(id, password) } });
  }
}

async function linkRow({ rows }: StationDatabase, token: string, at: string) {
  const row = await rows
    .selectFrom('invitation')
    .selectAll()
    .where('hash', '=', hashOfSecret(token))
    .executeTakeFirst();
  if (row === undefined || row.expiresAt <= at) throw notValid();
  return row;
}

function wrong(): SignInError {
  return new SignInError(
    'name or password is wrong: expected both as they were set',
    'Try again, or ask an administrator for a link that sets another password.',
  );
}

function notValid(): SignInError {
  return new SignInError(
    'the link is not valid: expected one that nobody has used and that is not older than a day',
    'Ask an administrator for another one.',
  );
}

/** @throws {@link InvalidRequestError} if a password is what everybody would try first. */
function assertNotTheName(password: string, name: string): void {
  if (!nameKeyOf(password).includes(nameKeyOf(name)) || name.length < 3) return;
  throw new InvalidRequestError('the password has the name in it: expected another one');
}
