import { z } from 'zod';

/** What a person or a machine may do, each with all that those before it may. */
export const roles = ['viewer', 'operator', 'engineer', 'administrator'] as const;

/** One of {@link roles}. */
export const roleSchema = z.enum(roles).meta({ id: 'Role' });
export type Role = z.infer<typeof roleSchema>;

/** Whether one role may do what another may. */
export function includesRole(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

/** Who asks: a person, or a machine by its token. */
export const actorSchema = z
  .strictObject({
    id: z.string().describe('stable; stands in the audit chain'),
    name: z.string().describe('to be shown'),
    role: roleSchema,
  })
  .meta({ id: 'Actor' });
export type Actor = z.infer<typeof actorSchema>;

/** Who the server takes the caller for. */
export const sessionSchema = z
  .strictObject({
    actor: actorSchema.nullable().describe('null where nobody is logged in'),
    login: z.boolean().describe('whether this station asks for a login'),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof sessionSchema>;
