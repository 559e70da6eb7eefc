import { z } from 'zod';
import { roleSchema } from '../api/role.ts';
import type { PersonRow } from '../store/tables.ts';
import type { DeedHead } from './chain.ts';

/** Somebody as the chain has them. */
type PersonFact = {
  /** Seal of the password; null until one is set. */
  readonly password: string | null;
} & Pick<PersonRow, 'name' | 'role' | 'createdAt' | 'createdBy' | 'signedInAt' | 'disabledAt'>;

/** A token as the chain has it. */
interface TokenFact {
  readonly seal: string;
  readonly revokedAt: string | null;
}

const added = z.looseObject({ name: z.string(), role: roleSchema });
const changed = z.looseObject({
  role: roleSchema.optional(),
  disabled: z.boolean().optional(),
});
const sealed = z.looseObject({ seal: z.string() });

/** What the chain says of people and of what machines ask with. */
export class PeopleFacts {
  readonly persons = new Map<string, PersonFact>();
  readonly tokens = new Map<string, TokenFact>();

  /** Notes an entry, if it is about one of them. */
  note({ at, actor, action, subject }: DeedHead, detail: unknown): void {
    switch (action) {
      case 'person.added': {
        const { name, role } = added.parse(detail);
        const times = { createdAt: at, createdBy: actor, signedInAt: null, disabledAt: null };
        this.persons.set(subject, { name, role, ...times, password: null });
        break;
      }
      case 'person.changed':
        this.#change(subject, at, detail);
        break;
      case 'password.set':
        this.#person(subject, { password: sealed.parse(detail).seal });
        break;
      case 'session.begun':
        this.#person(subject, { signedInAt: at });
        break;
      case 'token.added':
        this.tokens.set(subject, { seal: sealed.parse(detail).seal, revokedAt: null });
        break;
      case 'token.revoked': {
        const fact = this.tokens.get(subject);
        if (fact !== undefined) this.tokens.set(subject, { ...fact, revokedAt: at });
      }
    }
  }

  /** Who is kept out twice is so since the first time. */
  #change(id: string, at: string, detail: unknown): void {
    const { role, disabled } = changed.parse(detail);
    if (role !== undefined) this.#person(id, { role });
    if (disabled === undefined) return;
    const since = this.persons.get(id)?.disabledAt ?? at;
    this.#person(id, { disabledAt: disabled ? since : null });
  }

  #person(id: string, values: Partial<PersonFact>): void {
    const fact = this.persons.get(id);
    if (fact !== undefined) this.persons.set(id, { ...fact, ...values });
  }
}
