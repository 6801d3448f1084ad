/** A paper account elsewhere: whether its keys are in the environment, and it answers to them. No order is given. */
import type { Environment } from '../monitoring/secrets.ts';
import { openBroker } from '../paper/brokers/open.ts';
import { UserError } from '../ports.ts';
import { type Check, fail, ok } from './check.ts';

/** Somebody waits for the answer, and each of several attempts may take so long. */
const PATIENCE_S = 3;

/** Whatever brokers there are: those that are asked over a network say how long they take. */
type BrokerConfig = Parameters<typeof openBroker>[0];

export async function brokerCheck(config: BrokerConfig, environment: Environment): Promise<Check> {
  const name = 'broker';
  const hurried =
    'timeout_seconds' in config ? { ...config, timeout_seconds: Math.min(config.timeout_seconds, PATIENCE_S) } : config;
  try {
    const broker = openBroker(hurried, environment);
    await broker.holdings();
    return ok(name, `${broker.name} answers`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return fail(name, error.message, error.hints.join('; '));
  }
}
