import { expect, it } from 'vitest';
import { connectFault, disconnectFault, publishFault } from './faults.ts';

const url = 'mqtts://broker';
const coded = (code: string | number, message = 'words'): Error =>
  Object.assign(new Error(message), { code });

it.each([
  ['refused', 0x90, 'the topic is not valid'],
  ['refused', 0x95, 'too large'],
  ['away', 0x87, 'not authorized'],
  ['away', 0x97, 'a quota'],
  ['failed', 0x80, 'words'],
  ['failed', 0x83, 'words'],
] as const)('%s is what a broker acknowledges with %s: %s', (end, code, words) => {
  const error = publishFault(url, coded(code), 'a/b');
  expect(error).toMatchObject({ code: 'BROKER', end });
  expect(error.message).toContain('to a/b');
  expect(error.message).toContain(words);
});

it('takes a broker that closes meanwhile for one that is away', () => {
  expect(publishFault(url, new Error('Connection closed'), 'a')).toMatchObject({ end: 'away' });
});

it.each<[string, Error | undefined]>([
  ['it does not know MQTT 5', coded(0x84)],
  ['it does not know MQTT 5', coded(1)],
  ['it refuses the client id', coded(0x85)],
  ['(not authorized)', coded(0x86)],
  ['(not authorized)', coded(0x87)],
  ['its certificate is not trusted', coded('SELF_SIGNED_CERT_IN_CHAIN')],
  ['its certificate is not trusted', coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE')],
  ['its certificate is not trusted', coded('ERR_TLS_CERT_ALTNAME_INVALID')],
  ['the client certificate that it asks for', coded('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED')],
  ['expected a port that encrypts', coded('ERR_SSL_WRONG_VERSION_NUMBER')],
  ['it closed the connection without an answer', undefined],
  ['it closed the connection without an answer', coded('ECONNRESET')],
  [': words', coded('ECONNREFUSED')],
  ['one; two', new AggregateError([new Error('one'), new Error('two')])],
])('says plainly: %s', (words, error) => {
  const fault = connectFault(url, error);
  expect(fault.end).toBe('away');
  expect(fault.message).toContain(`Cannot use the broker ${url}: `);
  expect(fault.message).toContain(words);
});

it.each([
  ['away', 0x8e, 'one of its own for each station'],
  ['refused', 0x95, 'the message is too large'],
  ['away', 0x8b, 'it ended the connection (reason 139)'],
  ['away', undefined, 'it ended the connection (reason 0)'],
] as const)('%s is a broker that ends a connection with %s: %s', (end, code, words) => {
  expect(disconnectFault(url, code)).toMatchObject({ end });
  expect(disconnectFault(url, code).message).toContain(words);
});
