import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { IClientOptions } from 'mqtt';
import type { Environment } from '../config/common-settings.ts';
import { readSecretText } from '../config/secret-text.ts';
import { ConnectorError } from '../errors.ts';
import type { MqttSettings } from './settings.ts';

/** Settings that name texts, with what they are and what the library calls them. */
const TEXTS = [
  ['user', 'its user name', 'username'],
  ['password', 'its password', 'password'],
  ['ca', 'the certificate of an authority, PEM', 'ca'],
  ['certificate', 'its certificate, PEM', 'cert'],
  ['key', 'the key of its certificate, PEM', 'key'],
] as const;

type Credentials = Pick<IClientOptions, (typeof TEXTS)[number][2]>;

/**
 * Looks up what the broker knows the station by.
 *
 * @throws {@link ConnectorError} if something of it is not there, or is none.
 */
export function readCredentials(settings: MqttSettings, environment: Environment): Credentials {
  const { name } = settings;
  const credentials: Credentials = {};
  for (const [setting, what, option] of TEXTS) {
    const text = settings[setting];
    if (text === undefined) continue;
    credentials[option] = readSecretText(text, { connector: name, what, environment });
  }
  const { ca, cert, key } = credentials;
  try {
    // Of an authority that is none, nothing else is said before certificates are refused.
    if (typeof ca === 'string') assertCertificate(ca);
    createSecureContext({ ca, cert, key });
  } catch (cause) {
    throw new ConnectorError(
      `use the certificates of ${name}`,
      `${cause instanceof Error ? cause.message : String(cause)}: expected PEM, certificate and key of one another`,
      'Check ca, certificate and key.',
      cause,
    );
  }
  return credentials;
}

/** @throws {@link Error} if it is none. */
function assertCertificate(pem: string): void {
  new X509Certificate(pem).toString();
}
