/** `strat data quality`: everything the rules of data quality find in the bars that a config names, of any source. */

import { toIsoDay } from '../../../market.ts';
import { UserError } from '../../../ports.ts';
import type { QualityReport } from '../../../quality/check.ts';
import type { Finding } from '../../../quality/rule.ts';
import { reportLines, summaryLines } from '../../../quality/text.ts';
import { openSource } from '../../../sources/open.ts';
import type { Invocation } from '../../command.ts';
import { loadConfig } from '../../config.ts';
import { EXIT, type ExitCode } from '../../exitCodes.ts';

export async function run(invocation: Invocation): Promise<ExitCode> {
  const { config, baseFolder } = await loadConfig(invocation.text('config'));
  const source = await openSource(config.data, baseFolder);
  if (source.quality === undefined) {
    throw new UserError('no-bars', `there are no bars to check in a ${source.description}`, [
      'name a config with bars of your own: `--config FILE`',
    ]);
  }
  const calendar = invocation.text('calendar') ?? 'XNYS';
  const tickers = invocation.operands.length > 0 ? invocation.operands : null;
  const report = await source.quality({ calendar, tickers });
  const lines = invocation.flag('quiet') ? summaryLines(report) : reportLines(report);
  process.stdout.write(invocation.flag('json') ? `${JSON.stringify(toJson(report), null, 2)}\n` : text(lines));
  return report.rules.some(({ severity }) => severity === 'fail') ? EXIT.runFailed : EXIT.ok;
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** Days as ISO text. */
function toJson({ rules, findings, ...counts }: QualityReport): object {
  return {
    ...counts,
    rules: rules.map((rule) => ({ ...rule, example: dated(rule.example) })),
    findings: findings.map(dated),
  };
}

function dated(finding: Finding): object {
  return { ...finding, from: toIsoDay(finding.from), to: toIsoDay(finding.to) };
}
