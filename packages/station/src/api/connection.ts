import { z } from 'zod';
import { timeSchema } from './common.ts';
import { connectorNameSchema } from './connector.ts';

/** What a connection is: verdicts are told by a connector, or parts chosen; a trigger asks for pictures. */
export const connectionRoles = ['connector', 'trigger'] as const;

/** How the other side is. */
export const connectionStates = ['up', 'down', 'untried', 'off'] as const;

const link = {
  role: z.enum(connectionRoles),
  name: connectorNameSchema,
  kind: z.string().describe('such as webhook, or camera'),
  state: z
    .enum(connectionStates)
    .describe(
      'down is an alarm; untried: nothing is known of the other side yet; off: it is not configured now',
    ),
  fault: z.string().nullable().describe('what is wrong, while it is down'),
  since: timeSchema.nullable().describe('since when it is so; null where it is off'),
};

/** How the other side of a connection is. */
export const connectionLinkSchema = z.strictObject(link).meta({ id: 'ConnectionLink' });
export type ConnectionLink = z.infer<typeof connectionLinkSchema>;

/** What the station is connected to, and how that goes. */
export const connectionSchema = z
  .strictObject({
    ...link,
    place: z.string().nullable().describe('where the other side is, without a password'),
    told: z
      .strictObject({
        at: timeSchema.nullable().describe('when the other side took a verdict last'),
        waiting: z.int().describe('verdicts that wait to be told'),
        oldestAt: timeSchema
          .nullable()
          .describe('when the oldest of them was judged; null where none waits'),
        dead: z.int().describe('verdicts that the other side did not take'),
      })
      .nullable()
      .describe('null where no verdicts are told'),
  })
  .meta({ id: 'Connection' });
export type Connection = z.infer<typeof connectionSchema>;
