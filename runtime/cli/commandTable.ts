/** Every command and option, once: parsing, help and did-you-mean read this table. */
import type { CommandSpec, OptionSpec } from './command.ts';

const SET: OptionSpec = {
  type: 'string',
  multiple: true,
  value: 'NAME=VALUE',
  summary: 'give a param of the strategy another value, such as --set k=20 (repeatable)',
};
const STRATEGY: OptionSpec = {
  type: 'string',
  value: 'NAME',
  summary: 'which strategy of the file, when it holds several (default: the last)',
};
const CONFIG: OptionSpec = {
  type: 'string',
  short: 'c',
  value: 'FILE',
  summary: 'where the data is and where results go (default: the synthetic market)',
};
const QUIET: OptionSpec = { type: 'boolean', short: 'q', summary: 'say only what went wrong' };

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'check',
    usage: 'FILE…',
    summary: 'validate strategies: "ok" and a summary of the plan, or every error at once',
    operands: { min: 1, max: Number.POSITIVE_INFINITY },
    options: {
      set: SET,
      strategy: STRATEGY,
      config: { ...CONFIG, summary: 'check too that what decides an order has arrived by then (`data.arrives`)' },
      json: { type: 'boolean', summary: 'print the diagnostics as JSON, in the shape editors use' },
      sarif: { type: 'boolean', summary: 'print them as SARIF 2.1.0, which code scanning services read' },
      quiet: QUIET,
    },
    examples: ['strat check strategies/s2_filter_negative.strat'],
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'fmt',
    usage: 'FILE… [--check] [--diff] | --stdin',
    summary: 'put strategies in their one layout; folders are searched for .strat files',
    operands: { min: 0, max: Number.POSITIVE_INFINITY },
    options: {
      check: { type: 'boolean', summary: 'change nothing; list the files that would change, with exit code 1' },
      diff: { type: 'boolean', summary: 'change nothing; show what would change as a unified diff' },
      stdin: { type: 'boolean', summary: 'read a strategy from the input and write it to the output' },
    },
    examples: ['strat fmt strategies', 'strat fmt --check .'],
    load: () => import('./commands/fmt.ts'),
  },
  {
    name: 'plan',
    usage: 'FILE',
    summary: 'what the strategy means, stage by stage: values, who said them, when they are known',
    operands: { min: 1, max: 1 },
    options: {
      config: { ...CONFIG, summary: 'say of each stage whether its result is kept already' },
      set: SET,
      strategy: STRATEGY,
      full: { type: 'boolean', summary: 'show every node of every expression' },
      json: { type: 'boolean', summary: 'print the whole plan as JSON' },
    },
    examples: [
      'strat plan strategies/s2_filter_negative.strat',
      'strat plan examples/demo.strat --config configs/default.yaml',
    ],
    load: () => import('./commands/plan.ts'),
  },
  {
    name: 'diff',
    usage: 'BEFORE AFTER',
    summary: 'what differs in meaning between two strategies: values, what is done anew, which orders',
    operands: { min: 2, max: 2 },
    options: {
      set: { ...SET, summary: 'give a param of the second strategy another value (repeatable)' },
      config: { ...CONFIG, summary: 'say of each stage of the second whether its result is kept already' },
      json: { type: 'boolean', summary: 'print the differences as JSON' },
    },
    examples: [
      'strat diff strategies/s2_filter_negative.strat strategies/s1_unfiltered.strat',
      'strat diff mine.strat mine.strat --set k=20',
      'strat diff runs/demo/0123456789ab examples/demo.strat',
      'strat diff mine.strat#wide mine.strat#narrow',
    ],
    load: () => import('./commands/diff.ts'),
  },
  {
    name: 'run',
    usage: 'FILE [--mode train|backtest]',
    summary: 'train the model, or train, predict, backtest and report; only what is missing is done',
    operands: { min: 1, max: 1 },
    options: {
      mode: { type: 'string', short: 'm', value: 'MODE', summary: 'train or backtest (default: backtest)' },
      config: CONFIG,
      set: SET,
      strategy: STRATEGY,
      json: { type: 'boolean', summary: 'print every event as one line of JSON' },
      quiet: QUIET,
    },
    examples: [
      'strat run strategies/s2_filter_negative.strat --mode backtest',
      'strat run examples/s2_2008_2018.strat --config examples/sp500_2008_2018.yaml --set k=20',
    ],
    load: () => import('./commands/run.ts'),
  },
  {
    name: 'report',
    usage: 'FILE | RUN-FOLDER',
    summary: "show a finished run's figures in the terminal and say where its HTML report is",
    operands: { min: 1, max: 1 },
    options: {
      config: CONFIG,
      set: SET,
      strategy: STRATEGY,
      json: { type: 'boolean', summary: 'print the metrics as JSON' },
    },
    examples: ['strat report strategies/s2_filter_negative.strat'],
    load: () => import('./commands/report.ts'),
  },
  {
    name: 'export',
    usage: 'FILE | RUN-FOLDER --onnx MODEL.onnx',
    summary: "write a finished run's trained model in a form that other programs read",
    operands: { min: 1, max: 1 },
    options: {
      onnx: {
        type: 'string',
        value: 'MODEL.onnx',
        summary: 'as ONNX: raw features in, scaling inside, predictions out',
      },
      config: CONFIG,
      set: SET,
      strategy: STRATEGY,
    },
    examples: ['strat export strategies/s2_filter_negative.strat --onnx s2.onnx'],
    load: () => import('./commands/export.ts'),
  },
  {
    name: 'audit',
    usage: 'FILE [--config FILE]',
    summary: 'test by computation what check proves: cut the data at random, compute all again, compare every bit',
    operands: { min: 1, max: 1 },
    options: {
      cuts: { type: 'string', value: 'N', summary: 'how many sessions to cut the data at (default: 8)' },
      seed: { type: 'string', value: 'S', summary: 'which sessions are drawn (default: 1)' },
      config: CONFIG,
      set: SET,
      strategy: STRATEGY,
      json: { type: 'boolean', summary: 'print the findings as JSON' },
      quiet: QUIET,
    },
    examples: ['strat audit examples/demo.strat --cuts 16'],
    load: () => import('./commands/audit.ts'),
  },
  {
    name: 'explain',
    usage: 'CODE',
    summary: 'the long form of an error or warning, with a wrong and a right example',
    operands: { min: 0, max: 1 },
    options: {},
    examples: ['strat explain looks-ahead'],
    load: () => import('./commands/explain.ts'),
  },
  {
    name: 'doctor',
    usage: '',
    summary: 'what a run would use here: engines, threads, storage, and why not more',
    operands: { min: 0, max: 0 },
    options: { config: CONFIG, json: { type: 'boolean', summary: 'print the findings as JSON' } },
    examples: ['strat doctor'],
    load: () => import('./commands/doctor.ts'),
  },
  {
    name: 'docs',
    usage: '[NAME]',
    summary: 'the reference of the language, or what it says of one name',
    operands: { min: 0, max: 2 },
    options: {},
    examples: ['strat docs mean', 'strat docs limit weight'],
    load: () => import('./commands/docs.ts'),
  },
];
