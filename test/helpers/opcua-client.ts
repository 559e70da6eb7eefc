/** A client of OPC UA, by the library that the server is made of, which keeps its certificate in a folder of tests. */
import {
  AttributeIds,
  type ClientSession,
  type DataValue,
  MessageSecurityMode,
  OPCUACertificateManager,
  OPCUAClient,
  SecurityPolicy,
  type StatusCode,
  TimestampsToReturn,
  UserTokenType,
} from 'node-opcua';

/** The namespace of the station itself is 1 at each server. */
const nodeOf = (name: string): string => `ns=1;s=Trigger.${name}`;

/** How a client comes in. */
export interface OpcUaEntry {
  /** Where its certificate lies. */
  readonly folder: string;
  readonly isEncrypted?: boolean;
  readonly user?: { readonly name: string; readonly password: string };
}

/** What a call came to. */
export interface Called {
  readonly status: StatusCode;
  /** Output arguments in their order. */
  readonly outputs: readonly unknown[];
}

export class OpcUaTestClient {
  readonly client: OPCUAClient;
  readonly session: ClientSession;

  private constructor(client: OPCUAClient, session: ClientSession) {
    this.client = client;
    this.session = session;
  }

  /** Connects once, and fails where the server does not let it in. */
  static async open(port: number, entry: OpcUaEntry): Promise<OpcUaTestClient> {
    const { folder: rootFolder, isEncrypted = false, user } = entry;
    const security = {
      securityMode: isEncrypted ? MessageSecurityMode.SignAndEncrypt : MessageSecurityMode.None,
      securityPolicy: isEncrypted ? SecurityPolicy.Basic256Sha256 : SecurityPolicy.None,
    };
    const store = { rootFolder, automaticallyAcceptUnknownCertificate: true };
    const client = OPCUAClient.create({
      ...security,
      applicationName: 'controller',
      endpointMustExist: false,
      // A session of which nothing is asked for a minute is ended by the server.
      keepSessionAlive: true,
      clientCertificateManager: new OPCUACertificateManager(store),
      connectionStrategy: { maxRetry: 0, initialDelay: 100, maxDelay: 200 },
    });
    // A connection that ends is told by what is asked of it then.
    client.on('connection_lost', () => undefined);
    try {
      await client.connect(`opc.tcp://127.0.0.1:${port}`);
      const session = await client.createSession(
        user === undefined
          ? { type: UserTokenType.Anonymous }
          : { type: UserTokenType.UserName, userName: user.name, password: user.password },
      );
      return new OpcUaTestClient(client, session);
    } catch (error) {
      await client.disconnect();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.session.close().catch(() => undefined);
    await this.client.disconnect();
  }

  /** Reads variables of the folder `Trigger` in one request. */
  async read(...names: readonly string[]): Promise<DataValue[]> {
    return this.session.read(
      names.map((name) => ({ nodeId: nodeOf(name), attributeId: AttributeIds.Value })),
    );
  }

  /** Their values, by name. */
  async see(...names: readonly string[]): Promise<Record<string, unknown>> {
    const values = await this.read(...names);
    return Object.fromEntries(names.map((name, i) => [name, values[i]?.value.value]));
  }

  /** Subscribes; told of each value as it comes. */
  async follow(
    names: readonly string[],
    onValue: (name: string, value: unknown) => void,
  ): Promise<void> {
    const subscription = await this.session.createSubscription2({
      requestedPublishingInterval: 50,
      requestedLifetimeCount: 1000,
      requestedMaxKeepAliveCount: 10,
      maxNotificationsPerPublish: 1000,
      publishingEnabled: true,
      priority: 1,
    });
    for (const name of names) {
      const item = await subscription.monitor(
        { nodeId: nodeOf(name), attributeId: AttributeIds.Value },
        { samplingInterval: 0, queueSize: 100, discardOldest: true },
        TimestampsToReturn.Both,
      );
      item.on('changed', ({ value }: DataValue) => onValue(name, value.value));
    }
  }

  /** Calls a method of the folder `Trigger` with texts. */
  async call(name: string, ...texts: readonly string[]): Promise<Called> {
    const { statusCode, outputArguments } = await this.session.call({
      objectId: 'ns=1;s=Trigger',
      methodId: nodeOf(name),
      inputArguments: texts.map((value) => ({ dataType: 'String', value })),
    });
    return { status: statusCode, outputs: outputArguments?.map(({ value }) => value) ?? [] };
  }

  /** Triggers; output arguments by name. */
  async trigger(correlation = '', part = ''): Promise<Record<string, unknown>> {
    const { status, outputs } = await this.call('Trigger', correlation, part);
    if (!status.isGood()) throw new Error(status.toString());
    const [good, verdict, ratio, reason, id, seq, ms, told, sequence] = outputs;
    return { good, verdict, ratio, reason, id, seq, ms, correlation: told, sequence };
  }
}
