import { expect, it } from 'vitest';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { smallModel } from '../../test/helpers/small-part.ts';
import { ModelError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { createBackbone } from './backbone.ts';

describeOnRuntimes('createBackbone()', (plain) => {
  const image = { data: new Float32Array(3 * 64 * 64).fill(0.5), width: 64, height: 64 };

  it('computes the levels asked for and no others, with the same result', async () => {
    const outputs: string[] = [];
    const runtime: Runtime = {
      ...plain,
      createSession: async (bytes) => {
        const session = await plain.createSession(bytes);
        outputs.push(session.outputNames.join());
        return session;
      },
    };
    const [all, one] = await Promise.all(
      [['layer1', 'layer2', 'layer3'], ['layer2']].map(async (levels) => {
        const backbone = await createBackbone(runtime, smallModel(), levels);
        const maps = await backbone.run(image, levels);
        await backbone.release();
        return maps;
      }),
    );
    expect(outputs.toSorted()).toEqual(['layer1,layer2,layer3', 'layer2']);
    expect(one).toEqual([all[1]]);
  });

  it('names the levels that there are', async () => {
    const creating = createBackbone(plain, smallModel(), ['layer4']);
    await expect(creating).rejects.toThrow(ModelError);
    await expect(creating).rejects.toThrow('expected one of layer1, layer2, layer3');
  });
});
