/**
 * Threads that train models side by side. Each does one piece of work at a time and keeps its engine; what they share is
 * the tensor of the features. Who trains a model makes no difference to its bits.
 */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { Interrupted } from '../interrupted.ts';
import type { TrainedModel } from '../models/persistence.ts';
import { UserError } from '../ports.ts';
import type { ProblemCode } from '../problems/problems.ts';
import type { Predictions } from '../results.ts';
import type { Failure, ModelWorker, PredictWork, Surroundings, Told, TrainWork } from './work.ts';

export type Asked = TrainWork | PredictWork | 'stop';

export class ModelThread implements ModelWorker {
  #thread: Worker | null = null;

  train(work: TrainWork, surroundings: Surroundings): Promise<TrainedModel> {
    return this.#ask(work, surroundings) as Promise<TrainedModel>;
  }

  predict(work: PredictWork, surroundings: Surroundings): Promise<Predictions> {
    return this.#ask(work, surroundings) as Promise<Predictions>;
  }

  async close(): Promise<void> {
    await this.#thread?.terminate();
  }

  #ask(work: TrainWork | PredictWork, { events, signal }: Surroundings): Promise<TrainedModel | Predictions> {
    this.#thread ??= new Worker(entry(), { execArgv: [] });
    const thread = this.#thread;
    return new Promise((resolve, reject) => {
      const stop = () => thread.postMessage('stop' satisfies Asked);
      const settle = (settled: () => void) => {
        thread.off('message', onTold).off('error', onEnd).off('exit', onEnd);
        signal.removeEventListener('abort', stop);
        settled();
      };
      const onTold = (told: Told) => {
        if (told.type === 'event') events.emit(told.event);
        else if (told.type === 'done') settle(() => resolve(told.result));
        else settle(() => reject(errorOf(told.failure)));
      };
      const onEnd = (why: unknown) => {
        this.#thread = null;
        settle(() => reject(why instanceof Error ? why : new Error(`a thread that trained a model ended (${why})`)));
      };
      thread.on('message', onTold).on('error', onEnd).on('exit', onEnd);
      signal.addEventListener('abort', stop);
      thread.postMessage(work satisfies Asked);
      if (signal.aborted) stop();
    });
  }
}

function errorOf(failure: Failure): unknown {
  switch (failure.kind) {
    case 'user':
      return new UserError(failure.code as ProblemCode, failure.message, failure.hints);
    case 'interrupted':
      return new Interrupted(failure.stage, failure.message);
    case 'bug':
      return failure.error;
  }
}

/** Beside this file in the sources; in the bundle, whose parts lie in folders of their own, at its top. */
function entry(): URL {
  const candidates = ['./modelThread.ts', './modelThread.js', '../modelThread.js'];
  const urls = candidates.map((path) => new URL(path, import.meta.url));
  return urls.find((url) => existsSync(url)) ?? urls[0]!;
}
