/** What the journal says of one session: Markdown for people, the same whenever it is written. */
import type { JournalDetails, JournalFill, JournalSession } from '../paper/ledger/journal.ts';
import type { KeptReading } from '../paper/ledger/readings.ts';
import { shareUsed } from '../paper/status/risk.ts';
import { basisPoints, count, decimal, money, percent } from '../ui/format.ts';

/** Of fills, findings and cuts, as many as one reads. */
const SHOWN = 10;
/** From this much of the way to its limit on, a stop is near. */
const NEAR = 0.7;

export function journalHeading(day: string): string {
  return `## ${day}`;
}

export function journalEntry(session: JournalSession, details: JournalDetails): string {
  const paragraphs = [
    journalHeading(session.day),
    result(session),
    trading(session, details),
    fillTable(details.fills),
    bullets([
      ...notTraded(session, details),
      ...details.stops.map((text) => `**stop** ${code(text)} sent the book to cash`),
      ...(session.byHand === 1 ? ['the stopped book was taken up again by hand'] : []),
      ...(session.stopped === 1 ? ['in cash until it is resumed'] : []),
      ...cutLines(details.cuts),
      ...findingLines(details.findings),
      ...details.readings.flatMap((reading) => nearLine(reading) ?? []),
    ]),
    `plan ${session.plan.slice(0, 12)}, data ${session.snapshot.slice(0, 12)}, ${session.clock} clock`,
  ];
  return `${paragraphs.filter((text) => text !== '').join('\n\n')}\n`;
}

function result({ equity, cash, peak, net, gross, costs }: JournalSession): string {
  const returned =
    net === null
      ? 'nothing was held before'
      : `net ${signed(net)} (gross ${signed(gross)}, costs ${basisPoints(costs)})`;
  return `equity **${money(equity)}**, ${returned}, drawdown ${percent(equity / peak - 1)}, cash ${money(cash)}`;
}

function trading({ decided, turnover, cost, kind, scale }: JournalSession, { fills, longs, shorts }: JournalDetails) {
  const held = `Held after it: ${longs} long, ${shorts} short.`;
  if (decided === null || turnover === null) return `Nothing was due to be filled. ${held}`;
  const whole = kind === 'flatten' ? ' The book was sold out.' : '';
  const scaled = scale === null || scale === 1 ? '' : ` The book was scaled by ${scale.toFixed(3)}.`;
  const traded =
    fills.length === 0
      ? `Nothing was traded of what was decided on ${decided}.`
      : `${count(fills.length)} ${fills.length === 1 ? 'fill' : 'fills'} of what was decided on ${decided}: turnover ${percent(turnover)}, cost ${basisPoints(cost)}.`;
  return `${traded}${whole}${scaled} ${held}`;
}

function fillTable(fills: readonly JournalFill[]): string {
  if (fills.length === 0) return '';
  const rows = fills
    .slice(0, SHOWN)
    .map(
      ({ ticker, quantity, price, value, held }) =>
        `| ${ticker} | ${quantity.toFixed(2)} | ${price.toFixed(2)} | ${value.toFixed(2)} | ${percent(held)} |`,
    );
  const more = fills.length > SHOWN ? [`| … and ${count(fills.length - SHOWN)} smaller | | | | |`] : [];
  return ['| traded | units | adjusted price | USD | weight after |', '|---|--:|--:|--:|--:|', ...rows, ...more].join(
    '\n',
  );
}

function notTraded({ whyNot }: JournalSession, { unpriced, waiting }: JournalDetails): readonly string[] {
  return [
    ...(whyNot === null ? [] : [`no new weights: ${whyNot}`]),
    ...(unpriced.length === 0 ? [] : [`not traded for want of a price: ${few(unpriced)}`]),
    ...(waiting === 0
      ? []
      : [`${count(waiting)} ${waiting === 1 ? 'order waits' : 'orders wait'} for the next prices`]),
  ];
}

function cutLines(cuts: JournalDetails['cuts']): readonly string[] {
  const lines = cuts.map(({ ticker, by, before, after }) => {
    const what = ticker ?? 'the whole book';
    return `limit ${code(by)} cut ${what} from ${percent(before)} to ${percent(after)}`;
  });
  return shortened(lines, 'cuts');
}

function findingLines(findings: JournalDetails['findings']): readonly string[] {
  return shortened(
    findings.map(({ rule, ticker, detail }) => `data quality: ${code(rule)} in ${ticker}: ${detail}`),
    'findings',
  );
}

function nearLine({ text, reads, comparison, figure, limit }: KeptReading): string | null {
  if (figure === null || limit === null) return null;
  const used = shareUsed(reads, comparison, figure, limit);
  if (used === null || used < NEAR) return null;
  const shown = (value: number) => (reads === 'sharpe' ? decimal(value) : percent(value));
  return `near: ${code(text)} reads ${shown(figure)}, ${percent(used, 0)} of the way to ${shown(limit)}`;
}

function shortened(lines: readonly string[], called: string): readonly string[] {
  if (lines.length <= SHOWN) return lines;
  return [...lines.slice(0, SHOWN), `… and ${count(lines.length - SHOWN)} more ${called}`];
}

function few(names: readonly string[]): string {
  const more = names.length > SHOWN ? ` and ${count(names.length - SHOWN)} more` : '';
  return `${names.slice(0, SHOWN).join(', ')}${more}`;
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function signed(value: number | null): string {
  return `${(value ?? 0) > 0 ? '+' : ''}${percent(value)}`;
}

function code(text: string): string {
  return `\`${text}\``;
}
