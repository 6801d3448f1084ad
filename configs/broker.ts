/** The setting `paper.broker` of a config: who else holds what the book of an account says. */
import * as z from 'zod';

const environmentName = z
  .string()
  .regex(
    /^(?=(.*_)?(KEY|SECRET|TOKEN)(_|$))[A-Z_][A-Z0-9_]*$/,
    'a variable of the environment with KEY, SECRET or TOKEN in its name, such as STRAT_BROKER_KEY',
  )
  .describe('Whose name says that it is a secret is struck out wherever it would be written.');

const remote = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: 'an address such as https://paper-api.example.com', abort: true })
    .regex(/^[^@?#]*$/, {
      error: 'an address without a user, a password or a key: those come from the environment',
      abort: true,
    })
    .regex(
      /^(https:|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$))/,
      'an address that begins with https://, for the keys are sent there; http:// is for this machine alone',
    )
    .describe("Where a paper account is: an address of a broker's paper trading, or one of this machine."),
  key_from: environmentName
    .default('STRAT_BROKER_KEY')
    .describe('Where in the environment its key is; it is never written in a file.'),
  secret_from: environmentName
    .default('STRAT_BROKER_SECRET')
    .describe('Where in the environment the secret of the key is.'),
  most_apart: z
    .number()
    .min(0)
    .max(2)
    .default(0.05)
    .describe('How far its positions may be from those of the book, of equity; beyond it the account stops.'),
  timeout_seconds: z.number().min(0.1).max(120).default(10).describe('For one attempt to ask.'),
});

export const brokerSchema = z
  .union([z.literal('simulated'), remote])
  .default('simulated')
  .describe('Who holds what the account holds: nobody but the ledger, or a paper account at a broker as well.');

export type RemoteBrokerConfig = z.infer<typeof remote>;
