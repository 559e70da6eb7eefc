import type { TriggerAnswer } from '@fewgood/station/api';
import { messageOf } from '../errors.ts';
import type { ConnectorHost } from '../connector.ts';

/** What a connector asks for. */
export interface FiredTrigger {
  /** Of the connector that asks. */
  readonly connector: string;
  readonly trigger: string;
  /** Name of the part; that of the trigger by default. */
  readonly part?: string | undefined;
  readonly correlation?: string | undefined;
}

/** The answer where a trigger is not even asked. */
export const UNANSWERED = {
  correlation: null,
  good: false,
  id: null,
  seq: null,
  verdict: null,
  ratio: null,
  reason: 'refused',
  fault: null,
  ms: 0,
} as const;

/** Triggers for a connector; there is one answer, whatever happens, and it is never thrown instead. */
export async function fireTrigger(
  { station, log }: Pick<ConnectorHost, 'station' | 'log'>,
  { connector, trigger, part, correlation }: FiredTrigger,
): Promise<TriggerAnswer> {
  const id = `connector:${connector}`;
  try {
    return await station.triggers.fire(trigger, {
      actor: { id, name: id, role: 'operator' },
      correlation,
      part: part === undefined ? undefined : { name: part },
    });
  } catch (error) {
    // The station ends, and with it the trigger.
    log(`${connector}: ${messageOf(error)}`);
    return { ...UNANSWERED, trigger, correlation: correlation ?? null };
  }
}
