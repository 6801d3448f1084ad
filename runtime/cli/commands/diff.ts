/** `strat diff`: two strategies by what they mean. Exit codes are those of `diff`: 0 the same, 1 different, 2 trouble. */
import { diffPlans } from '../../../compiler/diff/diff.ts';
import { diffToJson } from '../../../compiler/diff/json.ts';
import { renderDiff } from '../../../compiler/diff/words.ts';
import type { Invocation } from '../command.ts';
import { loadConfig } from '../config.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';
import { keptOf } from '../keptOf.ts';
import { locateIn, placesIn } from '../places.ts';
import { type NamedPlan, readPlan } from '../planOperand.ts';
import { parseSettings } from '../settings.ts';

/** Where the output is no terminal. */
const WIDTH = 80;

export async function run(invocation: Invocation): Promise<ExitCode> {
  const [first, second] = invocation.operands as [string, string];
  const set = parseSettings(invocation.texts('set'));
  const config = invocation.text('config');
  const loaded = config === undefined ? null : await loadConfig(config);
  const [before, after] = [readPlan(first, {}), readPlan(second, set)];
  if (before === null || after === null) return EXIT.usage;
  const diff = diffPlans(before.plan, after.plan);
  if (invocation.flag('json')) {
    const [was, is] = [before, after].map(({ plan, sources }) => ({ plan, locate: locateIn(sources) }));
    process.stdout.write(`${JSON.stringify(diffToJson(diff, was!, is!), null, 2)}\n`);
  } else {
    const view = {
      width: process.stdout.columns ?? WIDTH,
      color: process.stdout.hasColors?.() ?? false,
      kept: await keptOf(after.plan, loaded),
    };
    process.stdout.write(`${renderDiff(diff, sideOf(before), sideOf(after), view)}\n`);
  }
  return diff.same ? EXIT.ok : EXIT.different;
}

/** Lines of two files are spoken of, so that each is named with its file. */
function sideOf({ name, plan, sources }: NamedPlan) {
  return { name, plan, placeOf: placesIn(sources, null) };
}
