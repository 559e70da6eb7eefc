/** Codes of Node by which a server is not reached, or no longer. */
const SOCKET =
  /^(?:ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;
/** Of PostgreSQL: the connection failed (class 08), it ends or starts (57P), it has no connection left. */
const SERVER = /^(?:08\w{3}|57P0[1-5]|53300)$/;
/** Of SQLite: another process is at the file for longer than was waited, or the disk is full. */
const FILE = /^SQLITE_(?:BUSY|FULL)/;
/** What `pg` says, without a code, of a connection that ended meanwhile. */
const ENDED = /^(?:Connection terminated|Client (?:was closed|has encountered))/;

/**
 * Whether an error says that the database does not answer now: what was asked may be asked again later. Whether a
 * change was kept, whose answer did not come, nobody knows.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return [SOCKET, SERVER, FILE].some((codes) => codes.test(code)) || ENDED.test(error.message);
}
