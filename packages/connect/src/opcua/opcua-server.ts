import { hostname } from 'node:os';
import { join } from 'node:path';
import { callbackify } from 'node:util';
import type { AddressSpace, OPCUACertificateManager, OPCUAServer, StatusCode } from 'node-opcua';
import { ConnectorError, messageOf } from '../errors.ts';
import type { OpcUaLibrary } from './library.ts';
import { isAnonymous, isLoopback, isUnencrypted, type OpcUaSettings } from './settings.ts';
import type { OpcUaUsers } from './users.ts';

/** How a server is made, besides its settings. */
interface ServerTools {
  readonly ua: OpcUaLibrary;
  /** What the station is called. */
  readonly station: string;
  readonly version: string;
  /** Where certificates and trust lists lie; it is made. */
  readonly folder: string;
  readonly users: OpcUaUsers;
  readonly log: (line: string) => void;
  /** Fills the address space, before anybody comes in. */
  readonly fill: (space: AddressSpace) => void;
}

/** The certificate of a client, with those who vouch for it. */
type Chain = Parameters<OPCUACertificateManager['checkCertificate']>[0];

/** Connections beside those of sessions: to ask for endpoints, and to be told that there is no more room. */
const SPARE = 4;

/** Serves OPC UA: endpoints, users and certificates. */
export class OpcUaServer {
  readonly #server: OPCUAServer;

  private constructor(server: OPCUAServer) {
    this.#server = server;
  }

  /** @throws {@link ConnectorError} if it cannot listen there, or not use its folder. */
  static async open(settings: OpcUaSettings, tools: ServerTools): Promise<OpcUaServer> {
    const { name, port } = settings;
    const store = clientStore(settings, tools);
    const server = new tools.ua.OPCUAServer(optionsOf(settings, tools, store));
    try {
      await server.initialize();
      const space = server.engine.addressSpace;
      if (space === null) throw new Error('there is no address space');
      tools.fill(space);
      await server.start();
    } catch (cause) {
      await server.shutdown(0).catch(() => undefined);
      const fault = messageOf(cause);
      throw new ConnectorError(
        `open the connector ${name}`,
        `${fault}: expected the port ${port}, free, and a folder ${tools.folder} that the station may write`,
        'Choose another port, or end the program that has it; see whose the folder is.',
        cause,
      );
    }
    return new OpcUaServer(server);
  }

  /** Ends all sessions, so that clients see at once that nobody is there. */
  async close(): Promise<void> {
    await this.#server.shutdown(0);
  }
}

function optionsOf(
  settings: OpcUaSettings,
  tools: ServerTools,
  store: OPCUACertificateManager,
): ConstructorParameters<typeof OPCUAServer>[0] {
  const { ua, station, version, folder, users } = tools;
  const { host, port, clients, name } = settings;
  const { MessageSecurityMode: Mode, SecurityPolicy: Policy } = ua;
  const isPlain = isUnencrypted(settings);
  const application = `urn:fewgood:${encodeURIComponent(station)}:${name}`;
  return {
    host,
    port,
    // What clients are told to connect to: a name that others know, where it listens everywhere.
    hostname: isLoopback(host) || !/^[0:.]+$/.test(host) ? host : hostname(),
    serverInfo: {
      applicationUri: application,
      productUri: 'urn:fewgood',
      applicationName: { text: `fewgood ${station}` },
    },
    buildInfo: { productName: 'fewgood', manufacturerName: 'fewgood', softwareVersion: version },
    nodeset_filename: [ua.nodesets.standard, ua.nodesets.machineVision],
    securityModes: [...(isPlain ? [Mode.None] : []), Mode.SignAndEncrypt],
    securityPolicies: [
      ...(isPlain ? [Policy.None] : []),
      Policy.Basic256Sha256,
      Policy.Aes256_Sha256_RsaPss,
    ],
    allowAnonymous: isAnonymous(settings),
    userManager: {
      isValidUserAsync: callbackify(async (user: string, password: string) =>
        users.accepts(user, password),
      ),
    },
    // By default it would keep both in the home folder.
    serverCertificateManager: store,
    userCertificateManager: new ua.OPCUACertificateManager({ rootFolder: join(folder, 'users') }),
    serverCapabilities: { maxSessions: clients },
    maxConnectionsPerEndpoint: clients + SPARE,
    // It tells nobody of itself: no multicast, no discovery server.
    registerServerMethod: ua.RegisterServerMethod.HIDDEN,
  };
}

/** The certificate of the station, and those of clients. */
function clientStore(
  { name, trustAll }: OpcUaSettings,
  { ua, folder, log }: ServerTools,
): OPCUACertificateManager {
  const place = join(folder, 'pki');
  const store = new ua.OPCUACertificateManager({
    rootFolder: place,
    automaticallyAcceptUnknownCertificate: trustAll,
    disableFileWatchers: true,
  });
  const check = store.checkCertificate.bind(store);
  const checkAnew = async (chain: Chain): Promise<StatusCode> => {
    // A client that tries again at once would put a certificate that was just moved back to where it came from, if
    // that it was moved were only noticed by and by.
    await store.reloadCertificates();
    const status = await check(chain);
    if (!status.isGood()) {
      const [rejected, trusted] = [join(place, 'rejected'), join(place, 'trusted', 'certs')];
      log(
        `${name}: a client is not let in: ${status.name}; to trust its certificate, move it from ${rejected} to ${trusted}`,
      );
    }
    return status;
  };
  // Channels have no callback.
  store.checkCertificate = checkAnew;
  return store;
}
