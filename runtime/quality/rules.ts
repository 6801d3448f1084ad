/**
 * Every rule there is, in the order of reports. A new one is a file under `rules/`, its setting in configs/quality.ts,
 * and a line here.
 */
import type { RuleName } from '../../configs/quality.ts';
import type { CrossRule, TickerRule } from './rule.ts';
import { adjustment } from './rules/adjustment.ts';
import { afterDelisting } from './rules/afterDelisting.ts';
import { closedDays } from './rules/closedDays.ts';
import { duplicates } from './rules/duplicates.ts';
import { gaps } from './rules/gaps.ts';
import { highBelowLow } from './rules/highBelowLow.ts';
import { jumps } from './rules/jumps.ts';
import { lookalikes } from './rules/lookalikes.ts';
import { notPositive } from './rules/notPositive.ts';
import { outsideRange } from './rules/outsideRange.ts';
import { stale } from './rules/stale.ts';
import { symbolReused } from './rules/symbolReused.ts';
import { zeroVolume } from './rules/zeroVolume.ts';

export const TICKER_RULES: readonly TickerRule[] = [
  notPositive,
  highBelowLow,
  outsideRange,
  duplicates,
  closedDays,
  afterDelisting,
  gaps,
  zeroVolume,
  stale,
  jumps,
  adjustment,
  symbolReused,
];

export const CROSS_RULES: readonly CrossRule[] = [lookalikes];

export const RULES: Readonly<Record<RuleName, TickerRule | CrossRule>> = Object.fromEntries(
  [...TICKER_RULES, ...CROSS_RULES].map((rule) => [rule.name, rule]),
) as Record<RuleName, TickerRule | CrossRule>;
