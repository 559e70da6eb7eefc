import { createServer } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { usePuller } from '../../../test/helpers/puller.ts';
import { describeOnRuntimes } from '../../../test/helpers/runtimes.ts';
import { listening } from '../../../test/helpers/weights-server.ts';

afterEach(() => vi.unstubAllEnvs());

describeOnRuntimes('pullModel() behind a proxy', (runtime) => {
  const puller = usePuller(runtime);
  const { path, pull } = puller;

  it('connects through the one that the environment names', async () => {
    const asked: string[] = [];
    const proxy = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(502).end();
    });
    proxy.on('connect', ({ url = '' }, socket, head) => {
      asked.push(url);
      const [host, port] = url.split(':');
      const upstream = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        upstream.write(head);
        upstream.pipe(socket).pipe(upstream);
      });
    });
    const { origin, close } = await listening(proxy);
    for (const name of ['http_proxy', 'HTTP_PROXY']) vi.stubEnv(name, origin);
    for (const name of ['no_proxy', 'NO_PROXY']) vi.stubEnv(name, '');
    await pull();
    expect(asked).toEqual([new URL(puller.server.url()).host]);
    for (const name of ['no_proxy', 'NO_PROXY']) vi.stubEnv(name, '127.0.0.1');
    await pull({ out: path('direct.onnx') });
    expect(asked).toHaveLength(1);
    await close();
  });
});
