/** Compiling texts in tests: the standard library from the repository, other libraries from the golden folder. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Arrivals } from '../../compiler/check/arrivals.ts';
import { type Compilation, type CompileInput, compile, type ImportResolver } from '../../compiler/compile.ts';
import type { Plan } from '../../compiler/plan.ts';
import { renderDiagnostics } from '../../compiler/render.ts';
import { parseConfig } from '../../configs/load.ts';
import { arrivalsOf } from '../../runtime/cli/config.ts';

const ROOT = join(import.meta.dirname, '../..');
export const GOLDEN = join(ROOT, 'test/golden');

/** `use linked` leads out of the project and `use locked` may not be read; `use std.…` from stdlib/, anything else from test/golden/libraries/ or strategies/; `extra` stands before both. */
export function resolver(extra: Readonly<Record<string, string>> = {}): ImportResolver {
  const resolve = (path: readonly string[]) => {
    const name = path.join('.');
    if (name === 'linked') return { outside: '/home/ann/shared/linked.strat', project: '/home/ann/desk' };
    if (name === 'locked') return { unreadable: 'locked.strat may not be read by this user' };
    if (Object.hasOwn(extra, name)) return { file: `${name}.strat`, text: extra[name]! };
    const candidates =
      path[0] === 'std'
        ? [`stdlib/${path.slice(1).join('/')}.strat`]
        : [`test/golden/libraries/${path.join('/')}.strat`, `strategies/${path.join('/')}.strat`];
    const file = candidates.find((candidate) => existsSync(join(ROOT, candidate)));
    return file === undefined ? null : { file, text: readFileSync(join(ROOT, file), 'utf8') };
  };
  return Object.assign(resolve, { candidates: () => ['std.features.core14', 'std.universe.sp500', 'base'] });
}

type Options = Partial<Pick<CompileInput, 'file' | 'set' | 'strategy' | 'arrivals'>> & {
  readonly libraries?: Readonly<Record<string, string>>;
};

export function compileText(text: string, { libraries, file = 'mine.strat', ...options }: Options = {}): Compilation {
  return compile({ file, text, resolve: resolver(libraries), ...options });
}

/** The plan, or the test fails with the errors as a user would see them. */
export function planOf(text: string, options: Options = {}): Plan {
  const { plan, diagnostics, sources } = compileText(text, options);
  if (plan === null) throw new Error(renderDiagnostics(diagnostics, sources, { color: false }));
  return plan;
}

/** `code: text that is underlined`, in order. */
export function findings(text: string, options: Options = {}): string[] {
  const { diagnostics, sources } = compileText(text, options);
  return diagnostics.map(({ code, span }) => `${code}: ${sources.get(span.file)?.slice(span.start, span.end)}`);
}

/** What `base` of the golden libraries becomes with these statements. */
export function variant(statements: string): string {
  return `use base\n\nstrategy mine extends base {\n${statements}\n}\n`;
}

export function goldenNames(folder: 'valid' | 'invalid'): string[] {
  return readdirSync(join(GOLDEN, folder))
    .filter((name) => name.endsWith('.strat'))
    .map((name) => name.slice(0, -'.strat'.length))
    .sort();
}

/** What a config says whose bars arrive so many minutes after the close, and its opens after the open. */
export function arrivalsAfter(bars: number | null, opens: number | null = null): Arrivals {
  const file = 'vendor.yaml';
  const settings = [
    bars === null ? '' : `bars: ${bars} min after close`,
    opens === null ? '' : `opens: ${opens} min after open`,
  ];
  const text = `data:\n  source: synthetic\n  arrives:\n    ${settings.join('\n    ')}\n`;
  const [barsAt, opensAt] = settings.map((setting) => {
    const start = text.indexOf(setting);
    return { file, start, end: start + setting.length };
  });
  return {
    file,
    text,
    bars: bars === null ? null : { delay: bars, span: barsAt! },
    opens: opens === null ? null : { delay: opens, span: opensAt! },
    configured: ['VIX', 'DGS10'],
    series: new Map(),
    sectors: { of: 'every day' },
  };
}

/** What a config says of sectors: its columns, or `none`. */
export function sectorsWith(columns: string): Arrivals {
  const sectors = columns === 'none' ? '' : `  sectors: { path: sectors.csv, columns: { ${columns} } }\n`;
  return arrivalsIn(`data:\n  source: csv\n  bars: { path: bars.csv, close_adjusted_for: splits }\n${sectors}`);
}

function arrivalsIn(text: string): Arrivals {
  const file = 'vendor.yaml';
  const config = parseConfig(text, file);
  if ('problems' in config) throw new Error(JSON.stringify(config.problems));
  return arrivalsOf(config, text, file);
}

/** What a config says of a series: `DGS10: 1 session after`. */
export function publishedAs(entries: string): Arrivals {
  const series = entries.split('; ').map((entry) => {
    const [name, published] = entry.split(': ');
    return `    ${name}:\n      path: ${name}.csv\n      published: ${published}\n`;
  });
  return arrivalsIn(`data:\n  source: synthetic\n  series:\n${series.join('')}`);
}

/**
 * A golden program; comments at its top may say how it is compiled: `# set: k=20`, `# strategy: wide`, `# bars: 15` and
 * `# opens: 2` for a config whose bars and opens arrive so many minutes after the close and the open,
 * `# published: DGS10: 1 session after; VIX: at close` for one that has these series, `# sectors: from: since` for one whose
 * file of sectors has these columns, `# sectors: none` for one that has no such file.
 */
export function compileGolden(folder: 'valid' | 'invalid', name: string): Compilation {
  return compileGoldenText(name, readFileSync(join(GOLDEN, folder, `${name}.strat`), 'utf8'));
}

/** Another text under the name of a golden program, with what its comments say of how it is compiled. */
export function compileGoldenText(name: string, text: string): Compilation {
  const directive = (key: string) => new RegExp(`^# ${key}: (.*)$`, 'm').exec(text)?.[1];
  const set = directive('set')?.split('=') as [string, string] | undefined;
  const strategy = directive('strategy');
  const published = directive('published');
  const sectors = directive('sectors');
  const minutes = (key: string) => (directive(key) === undefined ? null : Number(directive(key)));
  const [bars, opens] = [minutes('bars'), minutes('opens')];
  return compileText(text, {
    file: `${name}.strat`,
    ...(set && { set: Object.fromEntries([set]) }),
    ...(strategy !== undefined && { strategy }),
    ...((bars ?? opens) !== null && { arrivals: arrivalsAfter(bars, opens) }),
    ...(published !== undefined && { arrivals: publishedAs(published) }),
    ...(sectors !== undefined && { arrivals: sectorsWith(sectors) }),
  });
}
