import { readFile } from 'node:fs/promises';
import type { TriggerSettings } from '@fewgood/station';
import { z } from 'zod';
import type { Connector } from '../connector.ts';
import { ConnectConfigError, ConnectorError } from '../errors.ts';
import { createFleet, fleetSchema } from '../fleet/fleet.ts';
import { createFolderDrop, folderSchema } from '../folder/folder-drop.ts';
import { createModbus, modbusSchema } from '../modbus/modbus.ts';
import { createMqtt } from '../mqtt/mqtt.ts';
import { mqttSchema } from '../mqtt/settings.ts';
import { createOpcUa } from '../opcua/opcua.ts';
import { opcUaSchema } from '../opcua/settings.ts';
import { readTrigger, triggerSchema } from '../trigger/trigger-schema.ts';
import { createWebhook, webhookSchema } from '../webhook/webhook.ts';
import { type Environment, stationNameSchema, type Surroundings } from './common-settings.ts';

/** What a configuration file says. */
const connectConfigSchema = z
  .strictObject({
    station: stationNameSchema,
    address: z.url({ protocol: /^https?$/ }).optional(),
    connectors: z
      .array(
        z.discriminatedUnion('kind', [
          webhookSchema,
          folderSchema,
          mqttSchema,
          modbusSchema,
          opcUaSchema,
          fleetSchema,
        ]),
      )
      .default([])
      .refine(hasNames, 'expected a name of its own for each'),
    triggers: z
      .array(triggerSchema)
      .default([])
      .refine(hasNames, 'expected a name of its own for each'),
  })
  .superRefine(({ connectors, triggers }, context) => {
    if (connectors.length + triggers.length === 0) {
      context.addIssue({ code: 'custom', message: 'expected connectors, triggers, or both' });
    }
    const names = triggers.map(({ name }) => name);
    for (const [i, one] of connectors.entries()) {
      for (const { path, trigger } of triggersOf(one)) {
        if (names.includes(trigger)) continue;
        const message = `expected one of triggers: ${names.join(', ')}`;
        context.addIssue({ code: 'custom', path: ['connectors', i, ...path], message });
      }
    }
  });
type ConnectConfig = z.infer<typeof connectConfigSchema>;

type Settings = ConnectConfig['connectors'][number];
type Kind = Settings['kind'];
type SettingsOf = { readonly [K in Kind]: Extract<Settings, { kind: K }> };

/** What makes the connectors of each kind. */
const CREATE: {
  readonly [K in Kind]: (settings: SettingsOf[K], surroundings: Surroundings) => Connector;
} = {
  webhook: (settings, { environment }) => createWebhook(settings, environment),
  folder: createFolderDrop,
  mqtt: createMqtt,
  modbus: createModbus,
  opcua: createOpcUa,
  fleet: createFleet,
};

/** A station with what it is connected to. */
export interface ConnectPlan extends Pick<ConnectConfig, 'station'> {
  /** Where it was read. */
  readonly file: string;
  readonly address: string | undefined;
  readonly triggers: readonly TriggerSettings[];
  readonly connectors: readonly Connector[];
}

/**
 * Reads a configuration, and looks its secrets up.
 *
 * @throws {@link ConnectConfigError} if it cannot be read, or is not as docs/connect.md says.
 */
export async function readConfig(file: string, environment: Environment): Promise<ConnectPlan> {
  const { station, address, connectors, triggers } = parse(file, await readText(file));
  const surroundings = { station, address, environment };
  try {
    return {
      file,
      station,
      address,
      triggers: triggers.map((entry) => readTrigger(entry, environment)),
      connectors: connectors.map((settings) => create(settings.kind, settings, surroundings)),
    };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    throw new ConnectConfigError(file, [error.message, error.remedy], error);
  }
}

function create<K extends Kind>(
  kind: K,
  settings: SettingsOf[K],
  surroundings: Surroundings,
): Connector {
  return CREATE[kind](settings, surroundings);
}

/** The triggers that a connector asks, each with where it is named. */
function triggersOf(one: Settings): { path: (string | number)[]; trigger: string }[] {
  const several = 'triggers' in one ? one.triggers : [];
  return [
    ...('trigger' in one ? [{ path: ['trigger'], trigger: one.trigger }] : []),
    ...several.map((trigger, i) => ({ path: ['triggers', i], trigger })),
  ];
}

function hasNames(all: readonly { readonly name: string }[]): boolean {
  return new Set(all.map(({ name }) => name)).size === all.length;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new ConnectConfigError(file, [cause instanceof Error ? cause.message : ''], cause);
  }
}

function parse(file: string, text: string): ConnectConfig {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const fault = cause instanceof Error ? cause.message : '';
    throw new ConnectConfigError(file, [`${fault}: expected JSON`], cause);
  }
  const parsed = connectConfigSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${z.core.toDotPath(path)}: ${message}`,
  );
  throw new ConnectConfigError(file, faults, parsed.error);
}
