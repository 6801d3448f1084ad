/**
 * A Qdrant server of a few hundred lines, in memory: what strat asks of one, answered as the real one does, in single
 * precision. It can be made to fail in every way that a server fails. What passes is held to the published contract.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { FakeCollection, Refusal } from './collection.ts';
import { type Contract, type Exchange, hasContract, readContract } from './contract.ts';

/** How a request fails. `lost reply`: it is done, and nobody hears of it. */
export type Fault = 'error' | 'garbage' | 'another program' | 'drop' | 'silence' | 'lost reply';

let contract: Contract | null = null;

export class FakeQdrant {
  readonly collections = new Map<string, FakeCollection>();
  readonly exchanges: Exchange[] = [];
  readonly violations: string[] = [];
  /** Asked before each request; null: all is well. */
  fault: (method: string, path: string) => Fault | null = () => null;
  key: string | null = null;
  /** Milliseconds that each answer takes. */
  delay = 0;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  static async start(port = 0): Promise<FakeQdrant> {
    const fake = new FakeQdrant();
    await new Promise<void>((resolve) => fake.#server.listen(port, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** All that it holds, in an order of its own. */
  held(): object {
    return Object.fromEntries([...this.collections].map(([name, collection]) => [name, collection.held()]));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const [method, path] = [request.method!, request.url!];
    if (this.delay > 0) await wait(this.delay);
    const fault = this.fault(method, path);
    if (fault !== null && fault !== 'lost reply') return fail(fault, request, response);
    if (this.key !== null && request.headers['api-key'] !== this.key) {
      response.writeHead(401, { 'content-type': 'text/plain' });
      response.end(`Invalid API key: ${request.headers['api-key'] ?? ''}`);
      return;
    }
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const { status, answer } = this.#answer(method, path, body);
    this.#check({ method, path, request: body, status, response: answer });
    if (fault === 'lost reply') {
      request.socket.destroy();
      return;
    }
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  }

  #check(exchange: Exchange): void {
    this.exchanges.push(exchange);
    if (!hasContract) return;
    contract ??= readContract();
    this.violations.push(...contract.violations(exchange));
  }

  #answer(method: string, path: string, body: unknown): { readonly status: number; readonly answer: object } {
    const [, area, name, ...rest] = new URL(path, this.url).pathname.split('/').map(decodeURIComponent);
    try {
      if (area !== 'collections' || name === undefined) throw new Refusal(404, 'no such place');
      const result = this.#done(method, name, rest, body);
      return { status: 200, answer: { usage: null, result, status: 'ok', time: 0.0001 } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, answer: { status: { error: error.message }, time: 0.0001 } };
    }
  }

  #done(method: string, name: string, rest: readonly string[], body: unknown): unknown {
    const what = `${method} ${rest.filter((_, i) => !(rest[0] === 'vectors' && i === 1)).join('/')}`;
    if (what === 'PUT ') {
      if (this.collections.has(name)) throw new Refusal(409, `Wrong input: Collection \`${name}\` already exists!`);
      this.collections.set(name, new FakeCollection((body as { vectors?: object }).vectors ?? {}));
      return true;
    }
    const collection = this.collections.get(name);
    if (collection === undefined) throw new Refusal(404, `Not found: Collection \`${name}\` doesn't exist!`);
    switch (what) {
      case 'GET ':
        return collection.info();
      case 'PUT index':
        return collection.index(body as never);
      case 'PUT vectors':
        return collection.addVector(rest[1]!, body as never);
      case 'PUT points':
        return collection.upsert(body as never);
      case 'POST points':
        return collection.get(body as never);
      case 'POST points/scroll':
        return collection.scroll(body as never);
      case 'POST points/query':
        return { points: collection.query(body as never) };
      case 'POST facet':
        return { hits: collection.facet(body as never) };
      default:
        throw new Refusal(404, `${what}: not one of what this server can do`);
    }
  }
}

function fail(fault: Exclude<Fault, 'lost reply'>, request: IncomingMessage, response: ServerResponse): void {
  switch (fault) {
    case 'error':
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ status: { error: 'Service internal error: disk full' }, time: 0 }));
      return;
    case 'garbage':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"result": {"status": "compl');
      return;
    case 'another program':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html><body>It works!</body></html>');
      return;
    case 'drop':
      request.socket.destroy();
      return;
    case 'silence':
      // Never answered.
      return;
  }
}
