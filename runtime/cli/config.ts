/** The run's configuration, read from the file the user named or from the preset that comes with the package. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Arrivals } from '../../compiler/check/arrivals.ts';
import type { LoadedConfig as ParsedConfig } from '../../configs/load.ts';
import type { Config } from '../../configs/schema.ts';
import type { Span } from '../../grammar/span.ts';
import { UsageError } from './command.ts';
import { describeReadError, PACKAGE_ROOT } from './files.ts';

export interface LoadedConfig {
  readonly config: Config;
  /** How outputs call it; says so when nobody chose it. */
  readonly label: string;
  /** Relative data paths start here. */
  readonly baseFolder: string;
  /** When its data arrive, for the compiler. */
  readonly arrivals: Arrivals;
}

/** All that is wrong with a config, rendered; the exit code tells it from errors of the strategy. */
export class ConfigErrors extends Error {
  override name = 'ConfigErrors';
}

export async function loadConfig(path: string | undefined): Promise<LoadedConfig> {
  const file = path ?? join(PACKAGE_ROOT, 'configs', 'default.yaml');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(describeReadError(file, error));
  }
  const { parseConfig, renderConfigProblems } = await import('../../configs/load.ts');
  const shown = path ?? 'configs/default.yaml';
  const result = parseConfig(text, shown);
  if ('problems' in result) throw new ConfigErrors(renderConfigProblems(result.problems, text, shown));
  return {
    config: result.config,
    label: path ?? 'configs/default.yaml (by default: a synthetic market, not real prices)',
    baseFolder: dirname(file),
    arrivals: arrivalsOf(result, text, shown),
  };
}

/** What the compiler holds a strategy to. */
export function arrivalsOf({ config, rangeOf }: ParsedConfig, text: string, file: string): Arrivals {
  const arrival = (what: 'bars' | 'opens') => {
    const delay = config.data.arrives[what];
    return delay === null ? null : { delay, span: { file, ...rangeOf(['data', 'arrives', what]) } };
  };
  const series = Object.entries(config.data.series).flatMap(([name, { published }]) => {
    if (published?.by !== 'session') return [];
    const { by: _, ...known } = published;
    return [[name, { known, span: { file, ...rangeOf(['data', 'series', name, 'published']) } }] as const];
  });
  return {
    file,
    text,
    bars: arrival('bars'),
    opens: arrival('opens'),
    configured: Object.keys(config.data.series),
    series: new Map(series),
    sectors: sectorsIn(config, { file, ...rangeOf(['data', 'sectors', 'path']) }),
  };
}

/** The synthetic market has them without a word. */
function sectorsIn({ data }: Config, span: Span): Arrivals['sectors'] {
  if (!('sectors' in data)) return { of: 'every day' };
  if (data.sectors === null) return { of: 'no day' };
  const { from, to } = data.sectors.columns;
  return from === null && to === null ? { of: 'one day', span } : { of: 'every day' };
}
