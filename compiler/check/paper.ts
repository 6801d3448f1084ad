import type { ExpandedBlock } from '../load/expanded.ts';
import type { PaperSpec } from '../plan.ts';
import { BlockReader, type CheckContext, type SettingReader } from './settings.ts';

const DEFAULT_CAPITAL = 1_000_000;

export function checkPaper(block: ExpandedBlock | null, context: CheckContext): PaperSpec | null {
  const reader = new BlockReader('paper', block, context);
  const setting = reader.find('capital');
  const capital =
    setting === null
      ? reader.byDefault('paper.capital', DEFAULT_CAPITAL)
      : setting.number('amount', 'paper.capital', { role: 'money', min: 1 });
  const at = reader.find('at');
  return capital === null ? null : { capital, at: at === null ? null : checkTime(at, context) };
}

function checkTime(setting: SettingReader, context: CheckContext): PaperSpec['at'] {
  const time = setting.slot('time');
  const zone = setting.text('zone', 'paper.at');
  if (time?.kind !== 'time' || zone === null) return null;
  if (!isZone(zone)) return context.diagnostics.report('unknown-zone', setting.spanOf('zone'), { name: zone });
  return { hour: time.hour, minute: time.minute, zone };
}

/** Whether the platform's copy of the IANA database has it. */
function isZone(zone: string): boolean {
  // The list takes a millisecond, a formatter twenty; only names that are links to others need the second look.
  if (Intl.supportedValuesOf('timeZone').includes(zone)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
