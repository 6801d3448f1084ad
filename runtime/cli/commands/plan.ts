/** `strat plan`: what a strategy means, stage by stage, and with a config what of it is done already. */
import { outline } from '../../../compiler/outline/outline.ts';
import { renderOutline } from '../../../compiler/outline/render.ts';
import type { Invocation } from '../command.ts';
import { loadConfig } from '../config.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { keptOf } from '../keptOf.ts';
import { placesIn } from '../places.ts';
import { compileFor } from '../strategy.ts';

/** Where the output is no terminal. */
const WIDTH = 80;

export async function run(invocation: Invocation): Promise<ExitCode> {
  const config = invocation.text('config');
  const loaded = config === undefined ? null : await loadConfig(config);
  const compiled = compileFor(invocation, loaded?.arrivals);
  if (compiled === null) return EXIT.strategyErrors;
  const { plan, sources } = compiled;
  if (invocation.flag('json')) {
    process.stdout.write(`${JSON.stringify(plan, null, 2)}\n`);
    return EXIT.ok;
  }
  const placeOf = placesIn(new Map(sources.map(({ file, text }) => [file, text])), invocation.operands[0]!);
  const stages = outline(plan, { full: invocation.flag('full'), placeOf });
  const view = {
    width: process.stdout.columns ?? WIDTH,
    color: process.stdout.hasColors?.() ?? false,
    kept: await keptOf(plan, loaded),
  };
  process.stdout.write(`${renderOutline(plan, stages, view)}\n`);
  return EXIT.ok;
}
