import { createFeatureExtractor, type FeatureExtractor } from '../features/feature-extractor.ts';
import type { Runtime } from '../runtime.ts';
import { featureOptionsOf } from './feature-options.ts';
import { type ReadModel, viewsOf } from './part-models.ts';
import type { Part } from './part.ts';

/**
 * Loads the models of a part; none is left loaded if one fails.
 *
 * @param models - One a view.
 */
export async function loadModels(
  part: Part,
  models: readonly ReadModel[],
  runtime: Runtime,
): Promise<FeatureExtractor[]> {
  const views = viewsOf(part);
  const extractors: FeatureExtractor[] = [];
  try {
    for (const [v, { bytes, info }] of models.entries()) {
      const features = featureOptionsOf(views[v].settings);
      extractors.push(await createFeatureExtractor(runtime, bytes, features, info));
    }
    return extractors;
  } catch (error) {
    for (const extractor of extractors) await extractor.release();
    throw error;
  }
}
