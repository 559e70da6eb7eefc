import { presetModel, type PresetName } from 'fewgood';
import { Fault } from '../ports/fault.ts';
import type { ModelName } from './records.ts';

/** A model that lies beside the page. */
interface PageModel {
  /** Address, relative to the page. */
  readonly file: string;
  /** As presets call it. */
  readonly id: string;
  readonly sha256: string;
}

/** Where the models are listed, the usual one first. */
const LIST = 'models.json';

/** The models that lie beside the page. */
export class PageModels {
  readonly #models: readonly PageModel[];

  private constructor(models: readonly PageModel[]) {
    this.#models = models;
  }

  static async open(): Promise<PageModels> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- page and list are of one version
    return new PageModels((await (await fetchWhole(LIST)).json()) as readonly PageModel[]);
  }

  /** The hash of the model that goes with a preset. */
  ofPreset(preset: PresetName): string {
    const id = presetModel(preset);
    const model = this.#models.find((one) => one.id === id) ?? this.#models[0];
    if (model === undefined) throw unknown(id ?? 'the usual one');
    return model.sha256;
  }

  /**
   * A model file, shape [size].
   *
   * @throws {@link Fault} if it does not lie beside the page.
   */
  async read(model: Pick<ModelName, 'sha256'> & Partial<ModelName>): Promise<Uint8Array> {
    const own = this.#models.find(({ sha256 }) => sha256 === model.sha256);
    if (own === undefined) throw unknown(model.name ?? model.sha256);
    return new Uint8Array(await (await fetchWhole(own.file)).arrayBuffer());
  }
}

async function fetchWhole(address: string): Promise<Response> {
  const answer = await fetch(address);
  if (answer.ok) return answer;
  throw new Fault('missing', `Cannot load ${address}: the answer is ${String(answer.status)}.`);
}

function unknown(name: string): Fault {
  return new Fault(
    'refused',
    `Cannot use the part: its model ${name} does not lie beside this page.`,
    { code: 'MODEL', remedy: 'Serve the page with that model: fewgood web --model FILE.' },
  );
}
