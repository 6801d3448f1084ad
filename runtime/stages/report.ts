/** The last stage: what the others handed over, for people to read. Same facts, same bytes. */
import { buildReportInput, type ReportFacts } from '../report/build.ts';
import { metricsOf, type RunMetrics } from '../report/metrics.ts';
import { renderReport } from '../report/report.ts';
import { renderTextReport } from '../report/text.ts';

/** Part of the artifact key: raised whenever the same facts give other bytes. */
export const REPORT_VERSION = 4;

export interface Report {
  /** One file that needs no network and no script. */
  readonly html: string;
  /** The same for a terminal of 80 columns. */
  readonly text: string;
  /** The figures for programs. */
  readonly metrics: RunMetrics;
}

export async function runReport(facts: ReportFacts): Promise<Report> {
  const input = buildReportInput(facts);
  return { html: await renderReport(input), text: renderTextReport(input), metrics: metricsOf(facts.book, input) };
}
