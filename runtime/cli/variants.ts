/** The strategy with each of its params a quarter lower and a quarter higher, for the sensitivity of a run. */
import { compile } from '../../compiler/compile.ts';
import type { ParamSpec } from '../../compiler/plan.ts';
import type { PlanVariant } from '../evidence/sensitivity.ts';
import type { Invocation } from './command.ts';
import { importResolver } from './imports.ts';
import { parseSettings } from './settings.ts';
import type { CompiledStrategy } from './strategy.ts';

const FACTORS = [0.75, 1.25];

/** In the order of the params; a param whose bounds leave no other value has none. */
export function variantsOf({ plan, sources }: CompiledStrategy, invocation: Invocation): PlanVariant[] {
  const [{ file, text }] = sources as [CompiledStrategy['sources'][number]];
  const strategy = invocation.text('strategy');
  const given = parseSettings(invocation.texts('set'));
  return plan.params.flatMap((param) =>
    movedTexts(param).map(({ text: value, factor }) => {
      const set = { ...given, [param.name]: value };
      const resolve = importResolver();
      const found = compile({ file, text, resolve, set, ...(strategy !== undefined && { strategy }) });
      return { param: param.name, text: value, factor, plan: found.plan };
    }),
  );
}

/** Other values of a param as `--set` takes them: in its own unit, whole where it is a count, within its bounds. */
export function movedTexts({ text, value, from, to }: ParamSpec): { text: string; factor: number }[] {
  const match = /^(-?[\d_]+(?:\.[\d_]+)?)(.*)$/s.exec(text);
  if (match === null || value === 0) return [];
  const [, digits, unit] = match as unknown as [string, string, string];
  const written = Number(digits.replaceAll('_', ''));
  const scale = value / written;
  const isCount = Number.isInteger(written) && !/%|bps|USD/.test(unit);
  const moved = FACTORS.map((factor) => {
    const least = from === null ? Number.NEGATIVE_INFINITY : from / scale;
    const most = to === null ? Number.POSITIVE_INFINITY : to / scale;
    const wanted = isCount ? wholeBeside(written, factor) : written * factor;
    return Number(Math.min(most, Math.max(least, wanted)).toPrecision(12));
  });
  return moved
    .filter((number) => number !== written)
    .map((number) => ({ text: `${number}${unit}`, factor: number / written }));
}

/** A whole number other than the one there is, however small that is. */
function wholeBeside(written: number, factor: number): number {
  const rounded = Math.round(written * factor);
  return rounded === written ? written + Math.sign(factor - 1) : rounded;
}
