/** Paper trading of a small strategy on the made-up market, in a folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '../../compiler/compile.ts';
import type { Plan } from '../../compiler/plan.ts';
import { openArtifactStore } from '../../runtime/artifacts/store.ts';
import { readLedger } from '../../runtime/book/persistence.ts';
import { importResolver } from '../../runtime/cli/imports.ts';
import { fromIsoDay, type Market } from '../../runtime/market.ts';
import type { Clock } from '../../runtime/paper/due.ts';
import type { PaperEvent } from '../../runtime/paper/events.ts';
import { Ledger, ledgerFile } from '../../runtime/paper/ledger/ledger.ts';
import { type PaperPorts, type PaperRequest, runPaper } from '../../runtime/paper/paper.ts';
import { type MarketData, marketRequest } from '../../runtime/ports.ts';
import type { BookResult } from '../../runtime/results.ts';
import { runStrategy } from '../../runtime/run.ts';
import { openSource } from '../../runtime/sources/open.ts';
import { smallStrategy } from './command.ts';

const ENGINE = { backend: 'tfjs-wasm', threads: 'auto' } as const;
const SILENT = { emit() {} };

export function compiled(text: string): Plan {
  const { plan, diagnostics } = compile({ file: 'small.strat', text, resolve: importResolver(), set: {} });
  if (plan === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return plan;
}

export function replay(from: string, to: string): Clock {
  return { kind: 'replay', from: fromIsoDay(from), to: fromIsoDay(to) };
}

export class PaperDesk {
  readonly folder: string;
  readonly told: PaperEvent[] = [];
  plan: Plan;
  data: MarketData;
  now = (): Date => new Date();

  private constructor(folder: string, plan: Plan, data: MarketData) {
    this.folder = folder;
    this.plan = plan;
    this.data = data;
  }

  /** @param folder where another desk has worked already; a new one by default */
  static async open(text = smallStrategy(), folder = mkdtempSync(join(tmpdir(), 'strat-paper-'))): Promise<PaperDesk> {
    const synthetic = { source: 'synthetic', seed: 3, stocks: 24, planted_rank_ic: 0.1 } as const;
    return new PaperDesk(folder, compiled(text), await openSource(synthetic, '.'));
  }

  /** Of data that are there already. */
  static over(text: string, data: MarketData): PaperDesk {
    return new PaperDesk(mkdtempSync(join(tmpdir(), 'strat-paper-')), compiled(text), data);
  }

  get file(): string {
    return ledgerFile(join(this.folder, 'paper'));
  }

  /** One invocation, with a connection of its own, that something may be done to first. */
  async invoke(
    request: Partial<PaperRequest> & Pick<PaperRequest, 'clock'>,
    meddle = (_: Ledger): void => {},
    remote: PaperPorts['remote'] = null,
  ) {
    const ledger = Ledger.open(this.file);
    try {
      meddle(ledger);
      await runPaper(
        {
          ...{ plan: this.plan, account: 'desk', predictions: null, until: null, all: true, dryRun: false },
          changeClock: false,
          acceptPositions: false,
          ...{ limits: { leastBars: 0.9, mostFindings: 0.1 }, config: 'test', version: '0' },
          ...request,
        },
        {
          ...this.#ports(),
          engine: ENGINE,
          ledger,
          remote,
          tell: (event) => this.told.push(event),
          now: this.now,
        },
      );
    } finally {
      ledger.close();
    }
  }

  /** What a backtest of the same plan books. */
  async backtest(): Promise<{ readonly market: Market; readonly book: BookResult }> {
    const ports = this.#ports();
    const record = await runStrategy(
      {
        ...{ plan: this.plan, sources: [], mode: 'backtest', engine: ENGINE, config: 'test', version: '0' },
        ...{ evidence: { level: 'none', variants: [] }, runsFolder: join(this.folder, 'runs') },
      },
      { ...ports, now: () => 0 },
    );
    const market = await this.data.load(marketRequest(this.plan), SILENT);
    const book = record.stages.find(({ stage }) => stage === 'book')!.key;
    const found = await ports.artifacts.find('book', book, SILENT);
    return { market, book: await readLedger(found!.folder, market) };
  }

  /** Reads the ledger beside whoever writes it. */
  read<T>(look: (ledger: Ledger) => T): T {
    const ledger = Ledger.read(this.file)!;
    try {
      return look(ledger);
    } finally {
      ledger.close();
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #ports() {
    const { signal } = new AbortController();
    const artifacts = openArtifactStore(join(this.folder, 'artifacts'));
    return { data: this.data, artifacts, events: SILENT, signal };
  }
}
