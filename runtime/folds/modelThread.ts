/** Where a thread that trains models begins; an entry of the bundle of its own. It works until it is ended. */
import { parentPort } from 'node:worker_threads';
import { Interrupted } from '../interrupted.ts';
import { UserError } from '../ports.ts';
import type { Asked } from './threads.ts';
import { type Failure, here, type Told } from './work.ts';

const port = parentPort!;
let interruption = new AbortController();

port.on('message', (asked: Asked) => {
  if (asked === 'stop') interruption.abort();
  else void answer(asked);
});

async function answer(work: Exclude<Asked, 'stop'>): Promise<void> {
  interruption = new AbortController();
  const { signal } = interruption;
  const events = { emit: (event: Extract<Told, { type: 'event' }>['event']) => tell({ type: 'event', event }) };
  try {
    const surroundings = { events, signal };
    const result = await (work.does === 'train' ? here.train(work, surroundings) : here.predict(work, surroundings));
    tell({ type: 'done', result });
  } catch (error) {
    tell({ type: 'failed', failure: failureOf(error) });
  }
}

function tell(told: Told): void {
  port.postMessage(told);
}

function failureOf(error: unknown): Failure {
  if (error instanceof Interrupted) return { kind: 'interrupted', stage: error.stage, message: error.message };
  if (!(error instanceof UserError)) return { kind: 'bug', error };
  const { code, message, hints } = error;
  return { kind: 'user', code, message, hints };
}
