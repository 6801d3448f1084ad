import { nearest } from '../../configs/nearest.ts';
import { MOST_SESSIONS } from '../../stdlib/define.ts';
import type { ExpandedBlock } from '../load/expanded.ts';
import type { ModelSpec, OptimizerSpec } from '../plan.ts';
import type { CheckedModel } from './checked.ts';
import { type ReadForm, readForm } from './form.ts';
import { verifyLossWeights } from './lossWeights.ts';
import { BlockReader, type CheckContext } from './settings.ts';

export const MODELS: readonly string[] = ['lstm'];

const DEFAULTS = { layers: 1, dropout: 0, epochs: 50, batchSessions: 8, seed: 1, seeds: 1 } as const;

/** Far beyond what anybody trains on daily data, and near what memory holds: a slip of the keyboard ends here. */
const MOST = { hidden: 4096, layers: 16, epochs: 100_000, batchSessions: MOST_SESSIONS, seeds: 100 } as const;

const LOSS = {
  what: 'the loss',
  block: 'model',
  scopes: ['market'],
  kinds: ['loss'],
  expected: 'a weighted sum of losses',
  hint: 'write `0.7 * spearman_loss(temperature: 0.05) + 0.3 * huber(delta: 0.05)`',
} as const;

export function checkModel(block: ExpandedBlock | null, context: CheckContext): CheckedModel | null {
  const reader = new BlockReader('model', block, context);
  const type = checkType(block, context);
  const sessions = { role: 'sessions', min: 1, max: MOST_SESSIONS } as const;
  const window = reader.require('window')?.number('sessions', 'model.window', sessions) ?? null;
  const units = { role: 'count', min: 1, max: MOST.hidden } as const;
  const hidden = reader.require('hidden')?.number('size', 'model.hidden', units) ?? null;
  const loss = verifyLossWeights(reader.require('loss')?.value('loss', LOSS, 'model.loss') ?? null, context);
  const layers = optional(reader, 'layers', 'count', 'layers', { role: 'count', min: 1, max: MOST.layers });
  const dropout = optional(reader, 'dropout', 'share', 'dropout', { role: 'ratio', min: 0, max: 0.99 });
  const batchSessions = optional(reader, 'batch', 'count', 'batchSessions', {
    role: 'count',
    min: 1,
    max: MOST.batchSessions,
  });
  const optimizer = checkOptimizer(reader);
  const epochs = optional(reader, 'epochs', 'count', 'epochs', { role: 'count', min: 1, max: MOST.epochs });
  const earlyStopping = checkEarlyStopping(reader);
  const seed = checkSeed(reader);
  const seeds = optional(reader, 'seeds', 'count', 'seeds', { role: 'count', min: 1, max: MOST.seeds });

  if (type === null || window === null || hidden === null || loss === null || layers === null) return null;
  if (dropout === null || batchSessions === null || optimizer === null || epochs === null || seed === null) return null;
  if (seeds === null) return null;
  return { type, window, layers, hidden, dropout, loss, optimizer, epochs, earlyStopping, batchSessions, seed, seeds };
}

function checkType(block: ExpandedBlock | null, { diagnostics, origins }: CheckContext): 'lstm' | null {
  if (block === null) return null;
  if (block.name === null) {
    return block.broken ? null : diagnostics.report('missing-model-type', block.span, { known: MODELS });
  }
  const { text: name, span } = block.name;
  if (name === 'lstm') {
    origins.set('model.type', { by: 'file', span });
    return name;
  }
  return diagnostics.report('unknown-model', span, { name, known: MODELS, nearest: nearest(name, MODELS) });
}

type Wanted = { readonly role: 'count' | 'ratio'; readonly min: number; readonly max?: number };

function optional(
  reader: BlockReader,
  key: string,
  slot: string,
  field: keyof typeof DEFAULTS,
  wanted: Wanted,
): number | null {
  const path = `model.${field}`;
  const setting = reader.find(key);
  return setting === null ? reader.byDefault(path, DEFAULTS[field]) : setting.number(slot, path, wanted);
}

function checkOptimizer(reader: BlockReader): OptimizerSpec | null {
  const setting = reader.find('optimizer');
  if (setting !== null) {
    const read = readForm(setting, 'optimizer', 'model.optimizer', reader.context);
    return read && optimizerOf(read);
  }
  return reader.byDefault('model.optimizer', {
    method: 'adam',
    learningRate: 0.001,
    weightDecay: 0,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
  });
}

function optimizerOf({ name, values }: ReadForm): OptimizerSpec | null {
  const { learning_rate: learningRate = 0, momentum = 0, weight_decay: weightDecay = 0 } = values;
  const { beta1 = 0, beta2 = 0, epsilon = 0 } = values;
  switch (name) {
    case 'sgd':
      return { method: name, learningRate, momentum };
    case 'adam':
    case 'adamw':
      return { method: name, learningRate, weightDecay, beta1, beta2, epsilon };
    default:
      return null;
  }
}

function checkEarlyStopping(reader: BlockReader): ModelSpec['earlyStopping'] {
  const setting = reader.find('epochs');
  if (setting?.slot('patience') == null) return reader.byDefault('model.earlyStopping', null);
  const wanted = { role: 'count', min: 1, max: MOST.epochs, what: 'the patience of `epochs`' } as const;
  const patience = setting.number('patience', 'model.earlyStopping', wanted);
  const metric = setting.words('metric');
  if (patience === null) return null;
  return metric === 'rank_ic' || metric === 'ic' || metric === 'loss' ? { patience, metric } : null;
}

function checkSeed(reader: BlockReader): number | null {
  const setting = reader.find('seed');
  const wanted = { role: 'count', min: 0, max: 2 ** 32 - 1 } as const;
  if (setting !== null) return setting.number('seed', 'model.seed', wanted);
  if (reader.block !== null && !reader.block.broken) {
    reader.context.diagnostics.report('seed-missing', reader.block.span, {}, { block: 'model' });
  }
  return reader.byDefault('model.seed', DEFAULTS.seed);
}
