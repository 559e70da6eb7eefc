import type { StoreOptions } from '../store/part-list.ts';
import { AccessTokenList } from './access-token-list.ts';
import { PersonList } from './person-list.ts';
import { SessionList } from './session-list.ts';
import { SignInDesk } from './sign-in-desk.ts';

/** Who may use a station: people, their sessions, and machines. */
export class People {
  readonly persons: PersonList;
  readonly sessions: SessionList;
  readonly tokens: AccessTokenList;
  readonly desk: SignInDesk;

  constructor(options: StoreOptions) {
    this.persons = new PersonList(options);
    this.sessions = new SessionList(options);
    this.tokens = new AccessTokenList(options);
    this.desk = new SignInDesk({ ...options, sessions: this.sessions });
  }

  async close(): Promise<void> {
    await this.desk.close();
  }
}
