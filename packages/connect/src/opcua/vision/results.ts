import type { ExtensionObject, UAObject, UAVariable, Variant, VariantOptions } from 'node-opcua';
import type { BoardAnswer, BoardState } from '../trigger-board.ts';
import { idOf, numberOf, VisionError, type VisionFrame } from './vision-frame.ts';

/** Results that clients may still ask for. */
const KEPT = 100;
/** OPC 40100-1, 12.19. */
const [COMPLETED, FAILED] = [1, 4];

/** What a result is made of, with its types, in the order of `GetResultComponentsById`. */
const COMPONENTS = [
  ['isPartial', 'Boolean'],
  ['isSimulated', 'Boolean'],
  ['resultState', 'Int32'],
  ['measId', 'MeasIdDataType'],
  ['partId', 'PartIdDataType'],
  ['externalRecipeId', 'RecipeIdExternalDataType'],
  ['internalRecipeId', 'RecipeIdInternalDataType'],
  ['productId', 'ProductIdDataType'],
  ['externalConfigurationId', 'ConfigurationIdDataType'],
  ['internalConfigurationId', 'ConfigurationIdDataType'],
  ['jobId', 'JobIdDataType'],
  ['creationTime', 'DateTime'],
  ['processingTimes', 'ProcessingTimesDataType'],
] as const;

/** Where there is no result. */
const NOTHING = { Boolean: false, Int32: 0, DateTime: null } as const;

type Component = (typeof COMPONENTS)[number];
type Field = boolean | number | Date | Readonly<Record<string, unknown>>;

/** An answer as OPC 40100-1 has results. */
interface VisionResult {
  readonly id: string;
  readonly job: string;
  readonly state: number;
  readonly measurement: string;
  readonly recipe: string;
  readonly configuration: string;
  readonly answer: BoardAnswer['answer'];
  /** Of its structure; those that are ids are structures themselves. */
  readonly fields: Readonly<Record<string, Field>>;
}

/** The results of OPC 40100-1: the last answers, newest first. */
export class VisionResults {
  readonly #frame: VisionFrame;
  readonly #system: UAObject;
  readonly #configuration: string;
  readonly #latest: UAVariable;
  #results: readonly VisionResult[] = [];

  /** @param configuration - The version of the station. */
  constructor(frame: VisionFrame, system: UAObject, configuration: string) {
    this.#frame = frame;
    this.#system = system;
    this.#configuration = configuration;
    const management = frame.object(system, 'ResultManagement');
    this.#latest = frame.space.getOwnNamespace().addVariable({
      componentOf: frame.object(management, 'Results'),
      browseName: 'Latest',
      nodeId: 's=VisionSystem-Latest',
      dataType: frame.dataType('ResultDataType'),
      description: 'the last result; there is none before the first trigger',
      accessLevel: 'CurrentRead',
      userAccessLevel: 'CurrentRead',
    });
    this.#bind(management);
  }

  /** Keeps an answer that is new, and tells of it. */
  follow({ shown }: BoardState): void {
    if (shown === undefined || shown.job === this.#results[0]?.job) return;
    const result = this.#resultOf(shown);
    this.#results = [result, ...this.#results].slice(0, KEPT);
    const { DataType } = this.#frame.methods.ua;
    const value = this.#structure(result);
    this.#latest.setValueFromSource({ dataType: DataType.ExtensionObject, value });
    const told = COMPONENTS.map((one) => [one[0], this.#component(result, one)]);
    this.#frame.raise(this.#system, 'ResultReadyEventType', 'there is a result', {
      ...Object.fromEntries(told),
      resultId: this.#frame.variant('ResultIdDataType', { id: result.id }),
      resultContent: this.#content(result),
    });
  }

  #bind(management: UAObject): void {
    const frame = this.#frame;
    const { DataType, VariantArrayType } = frame.methods.ua;
    /** Nothing is held for a client, as lists are whole. */
    const handle = { dataType: DataType.UInt32, value: 0 };
    const errorOf = (result?: VisionResult): VariantOptions =>
      frame.error(result === undefined ? VisionError.notFound : VisionError.none);
    frame.bind(management, 'GetResultById', async ([id]) => {
      const result = this.#find(idOf(id));
      const value = result === undefined ? null : this.#structure(result);
      return frame.done(handle, { dataType: DataType.ExtensionObject, value }, errorOf(result));
    });
    frame.bind(management, 'GetResultComponentsById', async ([id]) => {
      const result = this.#find(idOf(id));
      const isOnFile = { dataType: DataType.Boolean, value: false };
      const components = COMPONENTS.map((one) => this.#component(result, one));
      const last = [this.#content(result), errorOf(result)];
      return frame.done(isOnFile, handle, ...components, ...last);
    });
    frame.bind(management, 'GetResultListFiltered', async (given) => {
      const [most = 0, start = 0] = given.slice(9, 11).map(numberOf);
      const from = this.#results.filter((one) => isWanted(one, given)).slice(start);
      const page = from.slice(0, most || from.length);
      const value = page.map((one) => this.#structure(one));
      return frame.done(
        { dataType: DataType.Boolean, value: page.length === from.length },
        { dataType: DataType.UInt32, value: page.length },
        handle,
        { dataType: DataType.ExtensionObject, arrayType: VariantArrayType.Array, value },
        frame.error(VisionError.none),
      );
    });
  }

  #find(id: string): VisionResult | undefined {
    return this.#results.find((one) => one.id === id);
  }

  #structure(result: VisionResult): ExtensionObject {
    const { Variant } = this.#frame.methods.ua;
    const resultContent = this.#values(result).map((value) => new Variant(value));
    return this.#frame.structure('ResultDataType', { ...result.fields, resultContent });
  }

  #resultOf({ answer, job, part }: BoardAnswer): VisionResult {
    const { id, verdict, correlation, ms } = answer;
    const [resultId, recipe] = [id ?? job, part ?? ''];
    const state = verdict === null ? FAILED : COMPLETED;
    const end = new Date();
    const measurement = correlation ?? '';
    return {
      id: resultId,
      job,
      state,
      measurement,
      recipe,
      configuration: this.#configuration,
      answer,
      fields: {
        resultId: { id: resultId },
        isPartial: false,
        isSimulated: false,
        resultState: state,
        measId: { id: measurement },
        externalRecipeId: { id: recipe },
        internalRecipeId: { id: recipe },
        internalConfigurationId: { id: this.#configuration },
        jobId: { id: job },
        creationTime: end,
        processingTimes: { startTime: new Date(end.getTime() - ms), endTime: end },
      },
    };
  }

  #component(result: VisionResult | undefined, [name, type]: Component): VariantOptions {
    const { DataType } = this.#frame.methods.ua;
    const value = result?.fields[name];
    if (type === 'Boolean' || type === 'Int32' || type === 'DateTime') {
      return { dataType: DataType[type], value: value ?? NOTHING[type] };
    }
    if (value === undefined) return { dataType: DataType.ExtensionObject, value: null };
    return this.#frame.variant(type, Object(value));
  }

  /** Good, verdict, ratio, reason and number of the inspection. */
  #content(result: VisionResult | undefined): VariantOptions {
    const { Variant, DataType, VariantArrayType } = this.#frame.methods.ua;
    const value = result === undefined ? [] : this.#values(result).map((one) => new Variant(one));
    return { dataType: DataType.Variant, arrayType: VariantArrayType.Array, value };
  }

  #values({ answer: { good, verdict, ratio, reason, seq } }: VisionResult): VariantOptions[] {
    const { DataType } = this.#frame.methods.ua;
    return [
      { dataType: DataType.Boolean, value: good },
      { dataType: DataType.String, value: verdict ?? '' },
      { dataType: DataType.Double, value: ratio ?? Number.NaN },
      { dataType: DataType.String, value: reason ?? '' },
      { dataType: DataType.UInt32, value: seq ?? 0 },
    ];
  }
}

/** Whether a result is as a client asks for; what it leaves empty may be anything. */
function isWanted(result: VisionResult, given: readonly Variant[]): boolean {
  const state = numberOf(given[0]);
  const { measurement, recipe, job, configuration } = result;
  // No result has a part id, a product or a configuration of the environment.
  const known = [measurement, '', recipe, recipe, '', configuration, '', job];
  const isSame = given.slice(1, 9).every((id, i) => ['', known[i]].includes(idOf(id)));
  return isSame && (state === 0 || state === result.state);
}
