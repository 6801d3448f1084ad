/** A market from files, by the `data` section of a config. */
import { parseConfig } from '../../configs/load.ts';
import type { MarketData, MarketRequest } from '../../runtime/ports.ts';
import { openSource } from '../../runtime/sources/open.ts';

export const everyone2024: MarketRequest = {
  members: { source: 'constituents', index: 'ALL' },
  benchmark: null,
  calendar: 'XNYS',
  period: { from: '2024-01-01', to: '2024-12-31' },
  series: [],
  sectors: false,
};

/** `yaml` is what stands under `data:`. */
export async function openData(yaml: string, folder: string): Promise<MarketData> {
  const parsed = parseConfig(`data:\n${yaml.replace(/^(?=.)/gm, '  ')}\n`, 'x.yaml');
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return openSource(parsed.config.data, folder);
}
