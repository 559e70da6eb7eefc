/** What suites use of `node:fs`, in a page: files of the repository from the server of the test run. */

/** Reads a file at once: bytes, or text where an encoding is named. */
export function readFileSync(url: URL, encoding?: string): Uint8Array | string {
  const request = new XMLHttpRequest();
  request.open('GET', url, false);
  // The only way to bytes of a request that is not waited for.
  request.overrideMimeType('text/plain; charset=x-user-defined');
  request.send();
  if (request.status !== 200) throw new Error(`${url.pathname}: ${request.status}`);
  const bytes = Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0) & 0xff);
  return encoding === undefined ? bytes : new TextDecoder(encoding).decode(bytes);
}
