/**
 * A paper account behind the interface that Alpaca publishes for trading, version 2: `orders`, `positions`, `account`
 * (https://docs.alpaca.markets/reference/postorder). Orders are of whole shares, at the market, for one auction.
 */
import * as z from 'zod';
import type { RemoteBrokerConfig } from '../../../configs/broker.ts';
import { UserError } from '../../ports.ts';
import { ask, type BrokerEndpoint, type BrokerReply, messageOf } from './http.ts';
import type { RemoteAnswer, RemoteBroker, RemoteHoldings, RemoteOrder } from './remote.ts';

const TIME_IN_FORCE = { open: 'opg', close: 'cls' } as const;

/** Numbers come as text. */
const numeric = z.union([z.string().regex(/^-?\d+(\.\d+)?$/), z.number()]).transform(Number);

const orderSchema = z.object({
  client_order_id: z.string(),
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  status: z.string(),
  qty: numeric,
  filled_qty: numeric,
  filled_avg_price: numeric.nullable(),
});
const positionsSchema = z.array(z.object({ symbol: z.string(), qty: numeric, side: z.enum(['long', 'short']) }));
const accountSchema = z.object({ equity: numeric, status: z.string(), trading_blocked: z.boolean().default(false) });

/** All others may still fill. */
const ENDS: Readonly<Record<string, RemoteAnswer['state']>> = {
  filled: 'filled',
  canceled: 'cancelled',
  expired: 'expired',
  done_for_day: 'expired',
  rejected: 'rejected',
};

export interface BrokerKeys {
  readonly key: string;
  readonly secret: string;
}

export class AlpacaBroker implements RemoteBroker {
  readonly name: string;
  /** Before 19:00 it rejects them for good (https://docs.alpaca.markets/docs/orders-at-alpaca#time-in-force). */
  readonly takesFrom = 19 * 60;
  readonly takesUntil = { open: 2, close: 10 };
  readonly #endpoint: BrokerEndpoint;

  /** @param pauseMs before a second attempt */
  constructor({ url, timeout_seconds }: RemoteBrokerConfig, { key, secret }: BrokerKeys, pauseMs = 1000) {
    verifyPaper(url);
    this.name = url.replace(/\/+$/, '');
    const headers = { 'APCA-API-KEY-ID': key, 'APCA-API-SECRET-KEY': secret };
    this.#endpoint = { url: this.name, headers, timeoutMs: 1000 * timeout_seconds, pauseMs };
  }

  /** Classes of shares are written with a dot there. */
  symbolOf(ticker: string): string {
    return ticker.replace('-', '.');
  }

  async place(order: RemoteOrder): Promise<RemoteAnswer> {
    const { id, ticker, quantity, at } = order;
    const reply = await ask(this.#endpoint, '/v2/orders', {
      client_order_id: id,
      symbol: this.symbolOf(ticker),
      qty: String(Math.abs(quantity)),
      side: sideOf(order),
      type: 'market',
      time_in_force: TIME_IN_FORCE[at],
    });
    if (reply.status < 300) return this.#answer(reply, order);
    // It may know the order from an attempt whose answer was lost; else it does not want it.
    const known = await this.find(order);
    return known ?? { state: 'rejected', filled: 0, price: null, reason: messageOf(reply) };
  }

  async find(order: RemoteOrder): Promise<RemoteAnswer | null> {
    const path = `/v2/orders:by_client_order_id?client_order_id=${encodeURIComponent(order.id)}`;
    const reply = await ask(this.#endpoint, path);
    if (reply.status === 404) return null;
    return this.#answer(reply, order);
  }

  async holdings(): Promise<RemoteHoldings> {
    const { equity, status, trading_blocked } = this.#parse(accountSchema, await ask(this.#endpoint, '/v2/account'));
    if (status !== 'ACTIVE' || trading_blocked) {
      throw new UserError(
        'broker-refused',
        `the broker at ${this.name} says that the account may not trade: ${status}`,
        ['ask the broker why; nothing was booked'],
      );
    }
    const held = this.#parse(positionsSchema, await ask(this.#endpoint, '/v2/positions'));
    const positions = held.map(({ symbol, qty, side }) => {
      return [symbol, side === 'short' ? -Math.abs(qty) : Math.abs(qty)] as const;
    });
    return { equity, positions: new Map(positions) };
  }

  #answer(reply: BrokerReply, order: RemoteOrder): RemoteAnswer {
    const { status, qty, filled_qty, filled_avg_price, ...of } = this.#parse(orderSchema, reply);
    const isOurs =
      of.client_order_id === order.id && of.symbol === this.symbolOf(order.ticker) && of.side === sideOf(order);
    if (!isOurs || qty !== Math.abs(order.quantity) || filled_qty > qty) {
      throw this.#garbled(`answers the order ${order.id} with another one`);
    }
    const filled = Math.sign(order.quantity) * filled_qty + 0;
    return { state: ENDS[status] ?? 'working', filled, price: filled_avg_price, reason: null };
  }

  #parse<Schema extends z.ZodType>(schema: Schema, { status, body }: BrokerReply): z.output<Schema> {
    const parsed = schema.safeParse(body);
    if (parsed.success && status < 300) return parsed.data;
    const [issue] = parsed.error?.issues ?? [];
    const where = issue === undefined ? '' : ` (${issue.path.join('.') || 'it'}: ${issue.message})`;
    throw this.#garbled(`gives an answer of status ${status} that cannot be understood${where}`);
  }

  #garbled(what: string): UserError {
    return new UserError('broker-unreachable', `the broker at ${this.name} ${what}`, [
      'check that the address is that of its interface for trading, version 2',
    ]);
  }
}

function sideOf({ quantity }: RemoteOrder): 'buy' | 'sell' {
  return quantity > 0 ? 'buy' : 'sell';
}

/** Money that is there is never traded: an address has to say that its account is one on paper. */
function verifyPaper(url: string): void {
  const { hostname } = new URL(url);
  if (/paper/.test(hostname) || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return;
  throw new UserError('broker-refused', `${hostname} does not say that it is for trading on paper`, [
    'name the address of the paper account under `paper.broker.url`, which has `paper` in its name',
  ]);
}
