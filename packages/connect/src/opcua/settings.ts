import { connectorNameSchema, triggerNameSchema } from '@fewgood/station/api';
import { z } from 'zod';
import { secretTextSchema } from '../config/secret-text.ts';

const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost'];

/** Whether this machine alone reaches an address. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.includes(host);
}

export const opcUaSchema = z
  .strictObject({
    kind: z.literal('opcua'),
    name: connectorNameSchema,
    /** Name of what takes the pictures. */
    trigger: triggerNameSchema,
    host: z.string().min(1).default('127.0.0.1'),
    port: z.int().min(1).max(65_535).default(4840),
    /** Where passwords are, by the name of the user. */
    users: z.record(z.string().min(1).max(100), secretTextSchema).default({}),
    anonymous: z.boolean().optional(),
    unencrypted: z.boolean().optional(),
    trustAll: z.boolean().default(false),
    /** Where certificates and trust lists lie. */
    folder: z.string().min(1).optional(),
    clients: z.int().min(1).max(64).default(8),
    heartbeatSeconds: z.number().min(0.05).max(10).default(0.5),
    answerSeconds: z.number().min(0.5).max(3600).default(10),
  })
  .superRefine((settings, context) => {
    if (Object.keys(settings.users).length > 0 || isAnonymous(settings)) return;
    context.addIssue({
      code: 'custom',
      path: ['users'],
      message: isLoopback(settings.host)
        ? 'expected users where anonymous is false'
        : `expected users, or anonymous as true, as other machines reach ${settings.host}`,
    });
  });
export type OpcUaSettings = z.infer<typeof opcUaSchema>;

/** Whether there is need of no password: on this machine where there are no users, and elsewhere if somebody says so. */
export function isAnonymous({
  anonymous,
  host,
  users,
}: Pick<OpcUaSettings, 'anonymous' | 'host' | 'users'>): boolean {
  return anonymous ?? (isLoopback(host) && Object.keys(users).length === 0);
}

/** Whether there is an endpoint that neither signs nor encrypts. */
export function isUnencrypted({
  unencrypted,
  host,
}: Pick<OpcUaSettings, 'unencrypted' | 'host'>): boolean {
  return unencrypted ?? isLoopback(host);
}
