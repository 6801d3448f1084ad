/** The broker that a config names. */
import type { RemoteBrokerConfig } from '../../../configs/broker.ts';
import { isSendableKey } from '../../credentials.ts';
import { UserError } from '../../ports.ts';
import { AlpacaBroker } from './alpaca.ts';
import type { RemoteBroker } from './remote.ts';

/** @throws UserError `broker-refused` when the environment has no keys */
export function openBroker(config: RemoteBrokerConfig, environment: NodeJS.ProcessEnv): RemoteBroker {
  const read = (name: string) => {
    const value = environment[name] ?? '';
    if (isSendableKey(value)) return value;
    throw new UserError('broker-refused', `${name} in the environment is ${value === '' ? 'not set' : 'no key'}`, [
      'set it to what the broker gave you for its paper account; it belongs in no file',
    ]);
  };
  return new AlpacaBroker(config, { key: read(config.key_from), secret: read(config.secret_from) });
}
