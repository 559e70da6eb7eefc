import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createApp } from '../../../packages/station/src/server/app.ts';
import { pageFiles } from '../../../packages/station/src/server/page-files.ts';
import { Station } from '../../../packages/station/src/station.ts';

/** A real station with the page, on a port of its own. */
export interface PageStation {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Starts a station over a folder.
 *
 * @param dist - Folder of the built page.
 * @param port - 0 is any that is free.
 */
export async function startPageStation(data: string, dist: string, port = 0): Promise<PageStation> {
  const bugs: unknown[] = [];
  const onBug = (error: unknown) => bugs.push(error);
  const station = await Station.open({ data, onBug, reserveBytes: 0 });
  const app = createApp(station, { onBug, page: await pageFiles(dist) });
  const server = createServer(getRequestListener(async (request) => app.fetch(request)));
  const used = await listen(server, port);
  return {
    url: `http://127.0.0.1:${String(used)}`,
    close: async () => {
      const closed = new Promise((resolve) => {
        server.close(resolve);
      });
      // Live streams have no end.
      server.closeAllConnections();
      await closed;
      await station.close();
      if (bugs.length > 0) throw new AggregateError(bugs, 'The station met bugs');
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
