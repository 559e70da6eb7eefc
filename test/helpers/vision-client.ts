/** A client of the vision system of OPC 40100-1, which finds its nodes by their browse names. */
import {
  AttributeIds,
  constructEventFilter,
  DataType,
  makeBrowsePath,
  type NodeId,
  resolveNodeId,
  TimestampsToReturn,
  Variant,
} from 'node-opcua';
import type { Called, OpcUaTestClient } from './opcua-client.ts';

const MACHINE = '/2:VisionStateMachine';
const AUTOMATIC = `${MACHINE}/2:AutomaticModeStateMachine`;
const RESULTS = '/2:ResultManagement';
const RECIPES = '/2:RecipeManagement';

/** Which results a client asks for. */
interface Wanted {
  readonly job?: string;
  readonly recipe?: string;
  readonly most?: number;
  readonly start?: number;
}

/** Fields of events that are looked at. */
const FIELDS = [
  'EventType',
  '2:JobId',
  '2:ResultId',
  '2:ExternalRecipeId',
  '2:MeasId',
  '2:ResultState',
];

export class VisionClient {
  /** The same session, at the folder `Trigger`. */
  readonly trigger: OpcUaTestClient;

  constructor(trigger: OpcUaTestClient) {
    this.trigger = trigger;
  }

  /** Names of the states of both machines; undefined where one is in none. */
  async states(): Promise<(string | undefined)[]> {
    const nodes = [
      await this.#find(`${MACHINE}/CurrentState`),
      await this.#find(`${AUTOMATIC}/CurrentState`),
    ];
    const values = await this.trigger.session.read(
      nodes.map((nodeId) => ({ nodeId, attributeId: AttributeIds.Value })),
    );
    return values.map(({ value }) => value.value?.text ?? undefined);
  }

  async start(measurement: string): Promise<Called> {
    const called = await this.#call(AUTOMATIC, 'StartSingleJob', [
      await this.#id('MeasIdDataType', measurement),
      await this.#id('PartIdDataType', ''),
      await this.#id('RecipeIdExternalDataType', ''),
      await this.#id('ProductIdDataType', ''),
      { dataType: DataType.Variant, arrayType: 1, value: [] },
    ]);
    const [job, error] = called.outputs;
    return { ...called, outputs: called.outputs.length === 0 ? [] : [idOf(job), error] };
  }

  async main(method: 'Halt' | 'Reset'): Promise<Called> {
    return this.#call(MACHINE, method, cause);
  }

  async automatic(method: 'Stop' | 'Abort'): Promise<Called> {
    return this.#call(AUTOMATIC, method, cause);
  }

  async recipe(method: 'PrepareRecipe' | 'UnprepareRecipe', name: string): Promise<Called> {
    return this.#call(RECIPES, method, [
      await this.#id('RecipeIdExternalDataType', name),
      await this.#id('RecipeIdInternalDataType', ''),
    ]);
  }

  /** Names of all recipes. */
  async recipes(): Promise<unknown[]> {
    const { outputs } = await this.#call(RECIPES, 'GetRecipeListFiltered', [
      await this.#id('RecipeIdExternalDataType', ''),
      await this.#id('ProductIdDataType', ''),
      { dataType: DataType.Int32, value: 2 },
      ...numbers(0, 0),
      { dataType: DataType.Int32, value: 0 },
    ]);
    return list(outputs[3]).map(idOf);
  }

  async result(id: string): Promise<Called> {
    return this.#call(RESULTS, 'GetResultById', [
      await this.#id('ResultIdDataType', id),
      { dataType: DataType.Int32, value: 0 },
    ]);
  }

  /** Jobs of the results that are asked for. */
  async jobs({ job = '', recipe = '', most = 0, start = 0 }: Wanted): Promise<unknown[]> {
    const { outputs } = await this.#call(RESULTS, 'GetResultListFiltered', [
      { dataType: DataType.Int32, value: 0 },
      await this.#id('MeasIdDataType', ''),
      await this.#id('PartIdDataType', ''),
      await this.#id('RecipeIdExternalDataType', recipe),
      await this.#id('RecipeIdInternalDataType', ''),
      await this.#id('ConfigurationIdDataType', ''),
      await this.#id('ConfigurationIdDataType', ''),
      await this.#id('ProductIdDataType', ''),
      await this.#id('JobIdDataType', job),
      ...numbers(most, start),
      { dataType: DataType.Int32, value: 0 },
    ]);
    return list(outputs[3]).map((one) => idOf(field(one, 'jobId')));
  }

  /** Id and content of the last result. */
  async latest(): Promise<Record<string, unknown>> {
    const nodeId = 'ns=1;s=VisionSystem-Latest';
    const { value } = await this.trigger.session.read({ nodeId, attributeId: AttributeIds.Value });
    const content = list(field(value.value, 'resultContent')).map((one) => field(one, 'value'));
    return { id: idOf(field(value.value, 'resultId')), content };
  }

  /** Subscribes to events of the vision system, at the server. */
  async follow(onEvent: (event: Record<string, unknown>) => void): Promise<void> {
    const { session } = this.trigger;
    const subscription = await session.createSubscription2({
      requestedPublishingInterval: 50,
      requestedLifetimeCount: 1000,
      requestedMaxKeepAliveCount: 10,
      publishingEnabled: true,
    });
    const item = await subscription.monitor(
      { nodeId: 'i=2253', attributeId: AttributeIds.EventNotifier },
      { samplingInterval: 0, queueSize: 100, filter: constructEventFilter(FIELDS) },
      TimestampsToReturn.Both,
    );
    item.on('changed', (values: unknown) => {
      const fields = list(values).map((one) => field(one, 'value'));
      const name = TYPE_OF_EVENT[String(fields[0])];
      if (name === undefined) return;
      const [job, result, recipe, measurement] = fields.slice(1, 5).map(idOf);
      onEvent({ type: name, job, result, recipe, measurement, state: fields[5] });
    });
  }

  async #find(path: string): Promise<NodeId> {
    const { session } = this.trigger;
    const { targets } = await session.translateBrowsePath(
      makeBrowsePath('ns=1;s=VisionSystem', path),
    );
    const [target] = targets ?? [];
    if (target === undefined) throw new Error(`there is no ${path}`);
    return target.targetId;
  }

  async #call(path: string, method: string, inputArguments: object[]): Promise<Called> {
    const [objectId, methodId] = [await this.#find(path), await this.#find(`${path}/2:${method}`)];
    const answer = await this.trigger.session.call({ objectId, methodId, inputArguments });
    const outputs = answer.outputArguments?.map(({ value }) => value) ?? [];
    return { status: answer.statusCode, outputs };
  }

  async #id(type: keyof typeof TYPES, id: string): Promise<object> {
    const dataType = resolveNodeId(`ns=2;i=${TYPES[type]}`);
    const value = await this.trigger.session.constructExtensionObject(dataType, { id });
    return new Variant({ dataType: DataType.ExtensionObject, value });
  }
}

/** Events of the specification, by their numbers there. */
const TYPE_OF_EVENT: Readonly<Record<string, string>> = {
  'ns=2;i=1013': 'JobStartedEventType',
  'ns=2;i=1018': 'StateChangedEventType',
  'ns=2;i=1019': 'ErrorEventType',
  'ns=2;i=1020': 'ErrorResolvedEventType',
  'ns=2;i=1022': 'RecipePreparedEventType',
  'ns=2;i=1023': 'ReadyEventType',
  'ns=2;i=1024': 'ResultReadyEventType',
};

/** Structures of the specification, by their numbers there. */
const TYPES = {
  RecipeIdExternalDataType: 3002,
  ProductIdDataType: 3003,
  PartIdDataType: 3004,
  ConfigurationIdDataType: 3008,
  RecipeIdInternalDataType: 3013,
  MeasIdDataType: 3015,
  JobIdDataType: 3016,
  ResultIdDataType: 3021,
} as const;

const cause = [
  { dataType: DataType.Int32, value: 0 },
  { dataType: DataType.String, value: 'a test' },
];

const numbers = (...values: readonly number[]): object[] =>
  values.map((value) => ({ dataType: DataType.UInt32, value }));

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function idOf(value: unknown): unknown {
  return field(value, 'id') ?? null;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
