import { z } from 'zod';
import { idSchema, timeSchema } from './common.ts';
import { roleSchema } from './role.ts';

/**
 * What somebody signs in with; it stands in the audit chain, so it never changes. A colon is none of its
 * characters: it is of names of machines.
 */
export const personNameSchema = z
  .string()
  .trim()
  .normalize()
  .min(1)
  .max(64)
  .regex(
    /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M} ._'-]*[\p{L}\p{N}\p{M}])?$/u,
    "letters, digits, . _ - ' and spaces",
  );

const MIN_PASSWORD = 10;

/** A password that is to be; of any characters. */
export const newPasswordSchema = z
  .string()
  .min(MIN_PASSWORD, `at least ${MIN_PASSWORD} characters`)
  .max(200);

/** A password that somebody says is theirs. */
const saidPasswordSchema = z.string().min(1).max(200);

/** The secret part of a link. */
const linkTokenSchema = z
  .string()
  .regex(/^[\w-]{43}$/, 'the end of a link as the station gives it');

export const signInSchema = z.strictObject({
  name: z.string().min(1).max(64),
  password: saidPasswordSchema,
});
export type SignIn = z.infer<typeof signInSchema>;

export const passwordChangeSchema = z.strictObject({
  current: saidPasswordSchema,
  password: newPasswordSchema,
});
export type PasswordChange = z.infer<typeof passwordChangeSchema>;

/** A link asks whom it is for. */
export const invitationQuestionSchema = z.strictObject({ token: linkTokenSchema });

export const invitationSchema = z
  .strictObject({
    name: z.string().nullable().describe('null where whoever follows it chooses it: the first one'),
    role: roleSchema,
    expiresAt: timeSchema,
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof invitationSchema>;

/** Whoever follows a link sets a password. */
export const acceptanceSchema = z.strictObject({
  token: linkTokenSchema,
  name: personNameSchema.optional().describe('of the first administrator alone'),
  password: newPasswordSchema,
});
export type Acceptance = z.infer<typeof acceptanceSchema>;

/** Somebody who may sign in. */
export const personSchema = z
  .strictObject({
    id: idSchema,
    name: z.string(),
    role: roleSchema,
    state: z.enum(['invited', 'active', 'disabled']).describe('invited: without a password yet'),
    createdAt: timeSchema,
    createdBy: z.string(),
    signedInAt: timeSchema.nullable().describe('the last time; null if never'),
  })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof personSchema>;

export const personCreationSchema = z.strictObject({ name: personNameSchema, role: roleSchema });

export const personChangeSchema = z.strictObject({
  role: roleSchema.optional(),
  disabled: z.boolean().optional(),
});
export type PersonChange = z.infer<typeof personChangeSchema>;

/** What sets a password, once: it is shown here and nowhere else. */
export const linkSchema = z
  .strictObject({
    token: z.string().describe('ends the link: /invitation#TOKEN'),
    expiresAt: timeSchema,
  })
  .meta({ id: 'Link' });
export type Link = z.infer<typeof linkSchema>;

export const invitedPersonSchema = z
  .strictObject({ person: personSchema, link: linkSchema })
  .meta({ id: 'InvitedPerson' });
export type InvitedPerson = z.infer<typeof invitedPersonSchema>;

/** A browser in which somebody is signed in. */
export const openSessionSchema = z
  .strictObject({
    id: idSchema,
    agent: z.string().describe('what the browser calls itself'),
    address: z.string().describe('where it was signed in from'),
    createdAt: timeSchema,
    usedAt: timeSchema.describe('to the minute'),
    isCurrent: z.boolean().describe('whether it is the one that asks'),
  })
  .meta({ id: 'OpenSession' });
export type OpenSession = z.infer<typeof openSessionSchema>;

export const openSessionListSchema = z.strictObject({ items: z.array(openSessionSchema) });

/** What machines may be allowed, each by itself. */
export const scopes = ['read', 'inspect', 'review', 'manage'] as const;
export const scopeSchema = z
  .enum(scopes)
  .describe(
    'read: all there is to see; inspect: send pictures; review: decide; manage: parts and versions',
  )
  .meta({ id: 'Scope' });
export type Scope = z.infer<typeof scopeSchema>;

/** A machine that may ask. */
export const accessTokenSchema = z
  .strictObject({
    id: idSchema,
    name: z.string(),
    scopes: z.array(scopeSchema),
    createdAt: timeSchema,
    createdBy: z.string(),
    expiresAt: timeSchema.nullable().describe('null: never'),
    usedAt: timeSchema.nullable().describe('to the minute; null if never'),
    revokedAt: timeSchema.nullable(),
  })
  .meta({ id: 'AccessToken' });
export type AccessToken = z.infer<typeof accessTokenSchema>;

const MOST_DAYS = 3650;

export const accessTokenCreationSchema = z.strictObject({
  name: personNameSchema,
  scopes: z.array(scopeSchema).min(1).max(scopes.length),
  days: z.int().min(1).max(MOST_DAYS).nullable().default(365).describe('null: it never expires'),
});
export type AccessTokenCreation = z.infer<typeof accessTokenCreationSchema>;

export const newAccessTokenSchema = z
  .strictObject({
    token: z.string().describe('shown here and nowhere else: Authorization: Bearer TOKEN'),
    entry: accessTokenSchema,
  })
  .meta({ id: 'NewAccessToken' });
export type NewAccessToken = z.infer<typeof newAccessTokenSchema>;
