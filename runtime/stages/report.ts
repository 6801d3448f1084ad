/** The last stage: what the others handed over becomes one HTML file. Same facts, same bytes. */
import { buildReportInput, type ReportFacts } from '../report/build.ts';
import { renderReport } from '../report/report.ts';

/** Part of the artifact key: raised whenever the same facts give other bytes. */
export const REPORT_VERSION = 1;

export async function runReport(facts: ReportFacts): Promise<{ readonly html: string }> {
  return { html: await renderReport(buildReportInput(facts)) };
}
