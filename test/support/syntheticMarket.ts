/** The made-up market as small as a test wants it. */
import { parseConfig } from '../../configs/load.ts';
import type { SyntheticConfig } from '../../configs/schema.ts';
import type { MarketData } from '../../runtime/ports.ts';
import { openSynthetic } from '../../runtime/sources/synthetic/source.ts';

export function syntheticConfig(stocks: number, seed = 5): SyntheticConfig {
  const parsed = parseConfig(`data: { source: synthetic, stocks: ${stocks}, seed: ${seed} }\n`, 'synthetic.yaml');
  if ('problems' in parsed || parsed.config.data.source !== 'synthetic') throw new Error('not a synthetic market');
  return parsed.config.data;
}

export function synthetic(stocks: number): MarketData {
  return openSynthetic(syntheticConfig(stocks));
}
