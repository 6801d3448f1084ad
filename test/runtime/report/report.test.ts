import { describe, expect, it } from 'vitest';
import { buildReportInput } from '../../../runtime/report/build.ts';
import { ROLES } from '../../../runtime/report/palette.ts';
import { renderReport } from '../../../runtime/report/report.ts';
import { runReport } from '../../../runtime/stages/report.ts';
import { reportFacts } from '../../support/reportFacts.ts';
import { REPORT_CASES } from './cases.ts';

/** Elements that have no end tag. */
const VOID = new Set(['meta', 'br', 'hr', 'img', 'link', 'input']);

/** Tags that are not closed in order, as a browser would have to guess. */
function misnested(html: string): string[] {
  const open: string[] = [];
  const problems: string[] = [];
  for (const [, slash, name, selfClosing] of html.matchAll(
    /<(\/?)([a-z][a-z0-9]*)\b(?:"[^"]*"|'[^']*'|[^>"'])*?(\/?)>/gi,
  )) {
    if (selfClosing || VOID.has(name!)) continue;
    if (!slash) open.push(name!);
    else if (open.at(-1) === name) open.pop();
    else problems.push(`</${name}> closes <${open.at(-1)}>`);
  }
  return [...problems, ...open.map((name) => `<${name}> is never closed`)];
}

const drawings = (html: string) => html.match(/<svg[\s\S]*?<\/svg>/g) ?? [];

describe.each(Object.entries(REPORT_CASES))('report: %s', async (name, options) => {
  const complaints: string[] = [];
  const input = buildReportInput(reportFacts(options));
  const html = await renderReport(input, (message) => complaints.push(message));

  it('is drawn without a complaint', () => {
    expect(complaints).toEqual([]);
  });

  it('is one well-formed file that loads and runs nothing', () => {
    expect(misnested(html)).toEqual([]);
    expect(html).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|\ssrc=|@import|url\((?!#)/i);
    expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
  });

  it('has unique ids, and every reference to one resolves', () => {
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const references = [...html.matchAll(/url\(#([^)]+)\)|href="#([^"]+)"|aria-labelledby="([^"]+)"/g)];
    for (const [, url, href, label] of references) expect(ids).toContain(url ?? href ?? label);
  });

  it('draws in colours of the palette only, so that both schemes hold', () => {
    const codes = new Set<string>(Object.values(ROLES).map((role) => role.light));
    const used = drawings(html).flatMap((svg) => [...svg.matchAll(/(?:fill|stroke)="([^"]+)"/g)].map(([, of]) => of!));
    for (const code of new Set(used)) expect(['none', 'transparent', ...codes]).toContain(code);
  });

  it('never prints a value that is not one', () => {
    expect(html).not.toMatch(/NaN|undefined|Infinity|\[object/);
  });

  it('stays small', () => {
    expect(html.length).toBeLessThan(name === 'ten years' ? 1_000_000 : 600_000);
    for (const svg of drawings(html)) {
      for (const [, path] of svg.matchAll(/ d="([^"]+)"/g)) {
        // A step has two corners for each point.
        expect(path!.match(/[MLHV]/g)?.length ?? 0).toBeLessThanOrEqual(2 * 1200);
      }
    }
  });
});

describe('report', () => {
  it('has no row of heads without a name, and a last half that fills its row', async () => {
    const input = buildReportInput(reportFacts());
    const html = await renderReport(input);
    expect(html).toContain('aria-label="Market"');
    expect(html).not.toMatch(/<thead><tr>(<th[^>]*><\/th>)+<\/tr><\/thead>/);
    // Of seeds nobody has anything to note.
    expect(html).toMatch(/<th scope="col" class="n">Rank IC<\/th><\/tr>/);
    const few = await renderReport({ ...input, evidence: { ...input.evidence!, shuffled: null } });
    const lastHalf = /class="plot (\w+)" id="ic-decay"/;
    expect(lastHalf.exec(html)?.[1]).toBe('half');
    expect(lastHalf.exec(few)?.[1]).toBe('full');
  });

  it.each(['stopped twice', 'three weeks'])('%s: the same bytes every time, in every time zone', async (name) => {
    const before = process.env.TZ;
    const draw = async (zone: string) => {
      process.env.TZ = zone;
      return (await runReport(reportFacts(REPORT_CASES[name]))).html;
    };
    try {
      const html = await draw('UTC');
      for (const zone of ['Pacific/Auckland', 'America/Los_Angeles']) {
        expect((await draw(zone)) === html, zone).toBe(true);
      }
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });

  it('lets nothing a user wrote become markup', async () => {
    const attack = `"'><script>alert(1)</script><img src=x onerror=alert(1)>`;
    const facts = reportFacts({
      strategy: attack,
      source: `# ${attack}\nstrategy "${attack}" 5${attack}`,
      ...REPORT_CASES['stopped twice'],
    });
    const { plan, market, book } = facts;
    const html = await renderReport(
      buildReportInput({
        ...facts,
        sources: facts.sources.map((source) => ({ ...source, file: attack })),
        config: attack,
        engine: attack,
        dataDescription: attack,
        versions: [{ name: attack, version: attack }],
        market: { ...market, assumptions: [attack], tickers: market.tickers.map((_, i) => `${attack}${i}`) },
        plan: {
          ...plan,
          universe: { ...plan.universe, benchmark: attack, calendar: attack },
          label: { ...plan.label, name: attack },
          features: { ...plan.features, features: [{ name: attack, node: plan.features.features[0]!.node }] },
          params: [{ ...plan.params[0]!, name: attack }],
          accepted: [{ ...plan.accepted[0]!, reason: attack }],
        },
        book: {
          ...book,
          decisions: {
            ...book.decisions,
            stops: book.decisions.stops.map((trips) => trips.map((trip) => ({ ...trip, text: attack }))),
          },
        },
      }),
    );
    expect(html).not.toMatch(/<script|<img/i);
    expect(html.match(/&lt;script&gt;/g)!.length).toBeGreaterThan(20);
    expect(misnested(html)).toEqual([]);
  });

  it('warns that the data is synthetic, with planted and achieved rank IC, and only then', async () => {
    const synthetic = buildReportInput(reportFacts());
    const { planted, mean } = synthetic.signal!;
    const html = await renderReport(synthetic);
    expect(html).toContain('Synthetic data');
    expect(html).toContain(`rank IC of ${planted!.toFixed(3)}; the model achieved +${mean!.toFixed(3)}`);
    expect(await renderReport(buildReportInput(reportFacts({ synthetic: false })))).not.toContain('Synthetic data');
  });

  it('shows a missing leg as –, and says when nothing was traded or a stop was never resumed', async () => {
    const longOnly = await renderReport(buildReportInput(reportFacts({ short: false })));
    expect(longOnly).not.toContain('Short leg');
    expect(longOnly).toMatch(/Sharpe ratio<\/th>.*<td class="n">–<\/td><td class="n">–<\/td>/);
    expect(await renderReport(buildReportInput(reportFacts({ flat: true })))).toContain('no order was ever filled');
    const stopped = await renderReport(buildReportInput(reportFacts(REPORT_CASES['stopped on the first day'])));
    expect(stopped).toContain('stayed in cash to the end');
  });

  it('prints the strategy line by line, and where each warning was accepted', async () => {
    const html = await renderReport(buildReportInput(reportFacts()));
    expect(html).toContain('<li><span class="c"># S2: long the 38 best');
    expect(html).toContain('s2_filter_negative.strat:23');
    expect(html).toContain('the closing auction, as the reference system assumes');
  });
});
