/** Addresses and names that only this machine reaches. */
export const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost'];
