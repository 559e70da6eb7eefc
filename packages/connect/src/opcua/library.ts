import type * as OpcUa from 'node-opcua';
import { ConnectorError } from '../errors.ts';

/** The OPC UA stack, which those alone install who need it. */
export type OpcUaLibrary = typeof OpcUa;

const PACKAGE = 'node-opcua';
/** The last one that runs on Node 20 and 22.0: from 2.183 on it wants Node 22.13. */
const VERSION = '2.182.2';

/**
 * Loads the OPC UA stack.
 *
 * @param log - Told what goes wrong in it.
 * @throws {@link ConnectorError} if it is not installed.
 */
export async function loadOpcUa(
  connector: string,
  log: (line: string) => void,
): Promise<OpcUaLibrary> {
  const library = await import('node-opcua').catch((cause: unknown) => {
    if (!isMissing(cause)) throw cause;
    throw new ConnectorError(
      `open the connector ${connector}`,
      `the package ${PACKAGE} is not installed: expected it beside @fewgood/connect`,
      `npm install ${PACKAGE}@${VERSION}`,
      cause,
    );
  });
  // It writes to standard output, where a station says its address and nothing else. What it warns of is how it is
  // used, and ciphers that are not offered here.
  library.setWarningLogger(() => undefined);
  library.setErrorLogger((_place, ...words) => log(`${connector}: ${words.join(' ')}`));
  return library;
}

/** Whether it is the package itself that is not there, and not one of its own. */
function isMissing(error: unknown): boolean {
  const isAbsent =
    error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
  return isAbsent && error.message.includes(`'${PACKAGE}'`);
}
