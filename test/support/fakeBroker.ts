/**
 * A broker's paper account as a server of this machine: orders by their client's ids, auctions when a test says so, and
 * everything that goes wrong on the way. What is asked and answered follows Alpaca's description of its interface.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeOrder {
  readonly id: string;
  readonly symbol: string;
  /** Signed. */
  readonly quantity: number;
  readonly auction: 'opg' | 'cls';
  status: 'accepted' | 'partially_filled' | 'filled' | 'canceled' | 'expired' | 'rejected';
  filled: number;
  price: number | null;
}

/** `lose request`: it never arrives. `lose answer`: it is done, and nobody is told. `elsewhere`: sent on to that address. */
export type Fault = 'lose request' | 'lose answer' | 'silence' | 'garbage' | 500 | 429 | { readonly elsewhere: string };

export const KEYS = { key: 'key-of-the-test', secret: 'secret-of-the-test' };

export class FakeBroker {
  readonly orders = new Map<string, FakeOrder>();
  readonly positions = new Map<string, number>();
  /** Ids of orders that arrived, as often as they did. */
  readonly arrived: string[] = [];
  /** Of everything that anybody has asked. */
  requests = 0;
  /** What goes wrong with a request; null: nothing. */
  fault: (method: string, path: string) => Fault | null = () => null;
  /** Why an order is not taken; null: it is. */
  refuse: (symbol: string) => string | null = () => null;
  /** By its clock; it takes orders of an auction at some hours only. */
  now: () => Date = () => new Date('2022-01-03T19:30:00-05:00');
  equity = 1_000_000;
  status = 'ACTIVE';
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(): Promise<FakeBroker> {
    const broker = new FakeBroker();
    await new Promise<void>((resolve) => broker.#server.listen(0, '127.0.0.1', resolve));
    return broker;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** What is working fills, by as many shares as are taken of each; what is left of an order expires with the auction. */
  auction(price = 100, taken: (order: FakeOrder) => number = ({ quantity }) => quantity): void {
    for (const order of this.orders.values()) {
      if (order.status !== 'accepted') continue;
      order.filled = taken(order);
      order.price = order.filled === 0 ? null : price;
      order.status = order.filled === order.quantity ? 'filled' : 'expired';
      const held = (this.positions.get(order.symbol) ?? 0) + order.filled;
      if (held === 0) this.positions.delete(order.symbol);
      else this.positions.set(order.symbol, held);
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests++;
    const { pathname, searchParams } = new URL(request.url!, this.url);
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const fault = this.fault(request.method!, pathname);
    if (fault === 'lose request') return void request.socket.destroy();
    if (fault === 'silence') return;
    if (fault === 'garbage') return void response.writeHead(200).end('<html>busy</html>');
    if (fault === 500 || fault === 429) return answer(fault, { message: 'later' });
    if (fault !== null && typeof fault === 'object') {
      return void response.writeHead(302, { location: `${fault.elsewhere}${request.url}` }).end();
    }
    const isKnown =
      request.headers['apca-api-key-id'] === KEYS.key && request.headers['apca-api-secret-key'] === KEYS.secret;
    if (!isKnown) return answer(401, { message: 'unauthorized.' });
    const [status, body] = this.#answer(request.method!, pathname, searchParams, text);
    if (fault === 'lose answer') return void request.socket.destroy();
    return answer(status, body);
  }

  #answer(method: string, path: string, query: URLSearchParams, text: string): readonly [number, unknown] {
    if (path === '/v2/account')
      return [200, { status: this.status, equity: String(this.equity), trading_blocked: false }];
    if (path === '/v2/positions') {
      return [
        200,
        [...this.positions].map(([symbol, qty]) => ({ symbol, qty: String(qty), side: qty < 0 ? 'short' : 'long' })),
      ];
    }
    if (path === '/v2/orders:by_client_order_id') {
      const order = this.orders.get(query.get('client_order_id') ?? '');
      return order === undefined ? [404, { message: 'order not found' }] : [200, shown(order)];
    }
    if (method === 'POST' && path === '/v2/orders') return this.#take(JSON.parse(text) as Record<string, string>);
    return [404, { message: 'endpoint not found' }];
  }

  #take(body: Readonly<Record<string, string>>): readonly [number, unknown] {
    const id = body.client_order_id!;
    if (this.orders.has(id)) return [422, { message: 'client_order_id must be unique' }];
    if (isRefusedAt(this.now(), body.time_in_force as FakeOrder['auction'])) {
      return [422, { message: `${body.time_in_force} orders are not taken at this hour` }];
    }
    const reason = this.refuse(body.symbol!);
    if (reason !== null) return [403, { message: reason }];
    this.arrived.push(id);
    const order: FakeOrder = {
      ...{ id, symbol: body.symbol!, auction: body.time_in_force as FakeOrder['auction'] },
      quantity: Number(body.qty) * (body.side === 'buy' ? 1 : -1),
      ...{ status: 'accepted', filled: 0, price: null },
    };
    this.orders.set(id, order);
    return [200, shown(order)];
  }
}

/** In New York: from 9:28 for the opening, and from 15:50 for the close, until 19:00. */
function isRefusedAt(now: Date, auction: FakeOrder['auction']): boolean {
  const time = now.toLocaleTimeString('en-GB', { timeZone: 'America/New_York', hour: '2-digit', minute: '2-digit' });
  return time >= (auction === 'opg' ? '09:28' : '15:50') && time < '19:00';
}

function shown({ id, symbol, quantity, status, filled, price, auction }: FakeOrder) {
  return {
    client_order_id: id,
    symbol,
    side: quantity > 0 ? 'buy' : 'sell',
    type: 'market',
    time_in_force: auction,
    status,
    qty: String(Math.abs(quantity)),
    filled_qty: String(Math.abs(filled)),
    filled_avg_price: price === null ? null : String(price),
  };
}
