/**
 * Calls to one Qdrant server, through its own client. Whatever goes wrong becomes a UserError that says what to do; the key
 * is in no message.
 */
import type { QdrantClient } from '@qdrant/js-client-rest';
import * as z from 'zod';
import { portIn, type QdrantConfig } from '../../../configs/documentStore.ts';
import { isSendableKey } from '../../credentials.ts';
import { UserError } from '../../ports.ts';
import { describeAnswer, describeFailure, notOurs } from './errors.ts';

type Api = ReturnType<QdrantClient['api']>;
/** Ends a call that takes too long. */
export interface CallLimit {
  readonly signal: AbortSignal;
}

/** What a change answers. */
export const updateResult = z.looseObject({ status: z.enum(['acknowledged', 'completed', 'wait_timeout']) });

export class QdrantServer {
  /** How messages call it, and by what the ledger remembers what it was told. */
  readonly name: string;
  readonly #api: Api;
  readonly #key: string | null;
  readonly #prefix: string;
  readonly #limit: () => AbortSignal;

  private constructor(config: QdrantConfig, key: string | null, api: Api, limit: () => AbortSignal) {
    this.name = `${config.url.replace(/\/+$/, '')}/${config.prefix}`;
    this.#api = api;
    this.#key = key;
    this.#prefix = config.prefix;
    this.#limit = limit;
  }

  /**
   * Asks nothing yet.
   * @param key null: the server asks for none
   * @param limit of the call that is about to be made
   * @throws UserError `store-refused` when the key cannot be one
   */
  static async connect(config: QdrantConfig, key: string | null, limit: () => AbortSignal): Promise<QdrantServer> {
    if (key !== null && !isSendableKey(key)) {
      throw new UserError('store-refused', 'QDRANT_API_KEY holds characters that no key has', [
        'set it to the key alone, without spaces or line breaks',
      ]);
    }
    const { QdrantClient } = await import('@qdrant/js-client-rest');
    const { origin, pathname } = new URL(config.url);
    const client = new QdrantClient({
      ...{ url: origin, port: portIn(config.url), prefix: pathname.replace(/\/+$/, '') },
      // Given as a header, for the client warns on the console of every key that it is given by name over http.
      headers: key === null ? {} : { 'api-key': key },
      // Calls have limits of their own; and to compare versions would be another call.
      ...{ timeout: Number.POSITIVE_INFINITY, checkCompatibility: false },
    });
    return new QdrantServer(config, key, client.api(), limit);
  }

  /** Name of a collection there. */
  collection(name: string): string {
    return this.#prefix + name;
  }

  /**
   * What a call answers, read by a schema.
   * @throws UserError `store-unreachable`, `store-refused`, `store-not-ours`
   */
  async ask<T>(schema: z.ZodType<T>, call: (api: Api, limit: CallLimit) => Promise<{ data: unknown }>): Promise<T> {
    const found = await this.askIfThere(schema, call);
    if (found === null) throw notOurs(this.name, 'it has no such collection');
    return found;
  }

  /** Null: what was asked for is not there. */
  async askIfThere<T>(
    schema: z.ZodType<T>,
    call: (api: Api, limit: CallLimit) => Promise<{ data: unknown }>,
  ): Promise<T | null> {
    const signal = this.#limit();
    let data: unknown;
    try {
      ({ data } = await call(this.#api, { signal }));
    } catch (error) {
      const failure = describeFailure(error);
      if (failure.status === 404 && failure.isQdrant) return null;
      throw describeAnswer(this.name, this.#withoutKey(failure.text), failure.status);
    }
    const read = schema.safeParse((data as { result?: unknown } | null)?.result);
    if (!read.success) throw notOurs(this.name, 'its answer is not one of Qdrant');
    return read.data;
  }

  /** A server may say back what it was sent. */
  #withoutKey(text: string): string {
    return this.#key === null ? text : text.replaceAll(this.#key, '***');
  }
}
