import * as z from 'zod';
import { ModelError } from '../errors.ts';
import { parseJson } from '../json.ts';
import type { InferenceConfig } from './inference-graph.ts';
import { TRANSFORMER_MODES } from './spatial-transformer.ts';

/** Entry of a checkpoint's metadata that tells its network, as JSON. */
const KEY = 'fewgood';

const positive = z.int().positive();

const networkSchema = z.object({
  backbone: z.discriminatedUnion('network', [
    z.object({
      network: z.literal('resnet18'),
      width: positive.exactOptional(),
      transformer: z.enum(TRANSFORMER_MODES).exactOptional(),
    }),
    z.object({
      network: z.literal('convnext-tiny'),
      stages: z
        .array(z.object({ width: positive, depth: positive }))
        .min(1)
        .exactOptional(),
    }),
  ]),
  encoder: z.enum(['last', 'per-level']).exactOptional(),
});

/** Metadata of a state dict that let {@link networkOf} build its network. */
export function networkMetadata(network: InferenceConfig): Record<string, string> {
  return { [KEY]: JSON.stringify(networkSchema.parse(network)) };
}

/**
 * The network that a state dict is of, if its metadata tells; other fields of the entry are left away.
 *
 * @param file - Name of the state dict, for messages.
 * @throws {@link ModelError} if the metadata is not valid.
 */
export function networkOf(
  metadata: Readonly<Record<string, string>>,
  file: string,
): InferenceConfig | undefined {
  const text = metadata[KEY];
  if (text === undefined) return undefined;
  const parsed = networkSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new ModelError(
    file,
    `its metadata "${KEY}" is not valid: ${z.prettifyError(parsed.error)}: expected the network that it is of`,
    'Name the network, or use the version of fewgood that wrote the file.',
    { options: ['architecture'] },
  );
}
