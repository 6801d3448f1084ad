/** The `monitoring` section of a config: what paper trading leaves for people and programs that look after it. */
import * as z from 'zod';

/** What somebody can be told of. That trouble is over is told to whoever was told of it. */
export const NEWS_KINDS = ['session', 'stop', 'failure', 'stale', 'silence'] as const;

const address = z
  .string()
  .regex(
    /^(https?:\/\/\S+|\$\{[A-Z_][A-Z0-9_]*\}\S*)$/,
    `an address such as https://example.org/hook or \${STRAT_WEBHOOK}`,
  )
  .describe(
    `An address, written out or with parts from the environment, such as \`\${STRAT_WEBHOOK}\`: secrets stay out of files.`,
  );

const hook = z
  .strictObject({
    on: z.array(z.enum(NEWS_KINDS)).min(1).default(['stop', 'failure', 'stale', 'silence']),
    webhook: address.nullable().default(null).describe('Is sent the news as JSON.'),
    command: z
      .array(z.string().min(1))
      .min(1)
      .nullable()
      .default(null)
      .describe('Is started, without a shell, with the news as JSON on its input and in its environment.'),
    timeout_seconds: z.number().min(0.1).max(120).default(10).describe('For one attempt.'),
  })
  .refine(({ webhook, command }) => (webhook === null) !== (command === null), {
    path: [],
    message: 'each needs either `webhook` or `command`',
  });

export const monitoringSchema = z.strictObject({
  log: z
    .strictObject({
      level: z
        .enum(['debug', 'info', 'warn', 'error'])
        .default('info')
        .describe('The least important of what is kept; `debug` has the progress of stages, too.'),
      keep_months: z.int().min(1).max(1200).default(24).describe('Files of months before these are deleted.'),
    })
    .prefault({}),
  metrics_folder: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe(
      'Where figures for Prometheus go, for anybody to read: its collector is another user. Null: beside the ledger, private.',
    ),
  silence_hours: z
    .number()
    .min(0)
    .max(1000)
    .default(4)
    .describe('A session due for so many hours, with no invocation since, is silence.'),
  tell: z.array(hook).default([]).describe('Who is told, and of what.'),
});

export type MonitoringConfig = z.infer<typeof monitoringSchema>;
export type HookConfig = MonitoringConfig['tell'][number];
export type NewsKind = (typeof NEWS_KINDS)[number];
