/** A receiver of webhooks on this machine, which checks each signature by the library of the specification. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { type VerdictMessage, verdictMessageSchema } from '../../packages/connect/src/message.ts';

/** How a receiver answers. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const OK: Answer = { status: 204 };

export class WebhookReceiver {
  /** How the next messages are answered; 204 where it says nothing. */
  answer: (message: VerdictMessage) => Answer = () => OK;
  /** All that came, in order, and whether it was taken. */
  readonly came: { readonly key: string; readonly body: string; readonly status: number }[] = [];
  readonly secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#take(request, response);
    });
  }

  static async open(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    await receiver.listen(0);
    return receiver;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('it does not listen');
    return address.port;
  }

  /** Keys of what was taken, in order. */
  get taken(): string[] {
    return this.came.filter(({ status }) => status < 300).map(({ key }) => key);
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.listen(port, '127.0.0.1', resolve);
    });
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => {
      this.#server.close(resolve);
    });
    this.#server.closeAllConnections();
    await closed;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const message = verdictMessageSchema.parse(new Webhook(this.secret).verify(body, headers));
    const { status, headers: more = {} } = this.answer(message);
    this.came.push({ key: String(request.headers['idempotency-key']), body, status });
    response.writeHead(status, more).end();
  }
}
