import { triggerNameSchema } from '@fewgood/station/api';
import { z } from 'zod';
import { hasNoPassword, named, outletSettings } from '../config/common-settings.ts';
import { secretTextSchema } from '../config/secret-text.ts';
import { sparkplugSchema } from './sparkplug/settings.ts';

/** Protocols that encrypt. */
const ENCRYPTED = ['mqtts:', 'wss:'];

/** How a broker is reached. */
const brokerSettings = {
  url: z
    .url({ protocol: /^(?:mqtts?|wss?)$/ })
    .refine(hasHost, 'expected a host, such as mqtt://broker.example')
    .refine(hasNoPassword, 'expected one without a password'),
  /** What the broker knows the connection by; another with the same one ends this one. */
  clientId: z.string().min(1).max(200).optional(),
  user: secretTextSchema.optional(),
  password: secretTextSchema.optional(),
  /** PEM: who has signed the certificate of the broker, and what the station shows of itself. */
  ca: secretTextSchema.optional(),
  certificate: secretTextSchema.optional(),
  key: secretTextSchema.optional(),
  /** Seconds of silence after which a connection is asked whether it lives. */
  keepAliveSeconds: z.int().min(5).max(3600).default(30),
  /** Seconds in which the broker must answer. */
  timeoutSeconds: z.number().min(0.1).max(300).default(10),
};

export const mqttSchema = z
  .strictObject({
    kind: z.literal('mqtt'),
    ...named,
    ...outletSettings,
    ...brokerSettings,
    /** What all topics begin with; `fewgood/STATION` by default. */
    base: z
      .string()
      .max(1000)
      // oxlint-disable-next-line no-control-regex -- they are what is refused
      .regex(/^[^$/+#\u0000-\u001f](?:[^+#\u0000-\u001f]*[^/+#\u0000-\u001f])?$/, {
        error: 'expected levels of a topic such as plant/line3, without + and #',
      })
      .optional(),
    /** Seconds that a broker keeps a verdict for a subscriber that is away; for ever by default. */
    expirySeconds: z.int().min(1).max(0xffff_ffff).optional(),
    /** Names of what takes pictures when it is asked to at the broker. */
    triggers: z
      .array(triggerNameSchema)
      .refine((names) => new Set(names).size === names.length, 'expected each once')
      .default([]),
    /** Seconds for which an answer to a trigger is worth something: kept by the broker, and given again. */
    answerSeconds: z.int().min(1).max(3600).default(30),
    /** Instead of topics and messages of our own. */
    sparkplug: sparkplugSchema.optional(),
  })
  .refine(
    ({ sparkplug, base, expirySeconds, triggers }) =>
      sparkplug === undefined ||
      (base === undefined && expirySeconds === undefined && triggers.length === 0),
    'expected no base, expirySeconds or triggers with sparkplug, which has topics of its own',
  )
  .refine(isEncryptedWhereCertified, 'expected mqtts:// or wss:// with ca, certificate and key')
  .refine(
    ({ certificate, key }) => (certificate === undefined) === (key === undefined),
    'expected certificate and key together',
  )
  .refine(
    ({ user, password }) => password === undefined || user !== undefined,
    'expected user with password',
  );
export type MqttSettings = z.infer<typeof mqttSchema>;

function isEncryptedWhereCertified({
  url,
  ca,
  certificate,
  key,
}: {
  readonly url: string;
  readonly ca?: unknown;
  readonly certificate?: unknown;
  readonly key?: unknown;
}): boolean {
  if (ca === undefined && certificate === undefined && key === undefined) return true;
  return ENCRYPTED.includes(new URL(url).protocol);
}

function hasHost(url: string): boolean {
  return !URL.canParse(url) || new URL(url).hostname !== '';
}
