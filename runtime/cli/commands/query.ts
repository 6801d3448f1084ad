/** `strat query`: what paper trading has published, from the ledger or from the vector store; the same answers from both. */
import { nearest } from '../../../configs/nearest.ts';
import { toIsoDay } from '../../market.ts';
import { UserError } from '../../ports.ts';
import { type Days, recommendations, sessions, similar } from '../../publish/answers.ts';
import { VECTOR_KINDS, type VectorKind } from '../../publish/document.ts';
import { PAYLOADS, type Side } from '../../publish/payloads.ts';
import type { DocumentStore } from '../../publish/store.ts';
import { performanceTable, recommendationTable, resultTable, similarTable } from '../../ui/answerTables.ts';
import { csv } from '../../ui/csv.ts';
import { type Invocation, UsageError } from '../command.ts';
import { loadConfig } from '../config.ts';
import { readDay } from '../days.ts';
import { withDocuments } from '../documentStore.ts';
import { EXIT, type ExitCode } from '../exitCodes.ts';

const KINDS = ['recommendations', 'performance', 'results', 'similar'] as const;

interface Asked {
  readonly kind: (typeof KINDS)[number];
  readonly ticker: string | null;
  readonly on: string | null;
  readonly days: Days;
  readonly side: Side | null;
  readonly by: VectorKind;
  readonly limit: number;
}

/** An answer in each form that it can be written in. */
interface Answer {
  readonly rows: readonly object[];
  table(): readonly string[];
  csv(): string;
}

export async function run(invocation: Invocation): Promise<ExitCode> {
  const asked = readAsked(invocation);
  const { config } = await loadConfig(invocation.text('config'));
  const answer = await withDocuments(invocation, config, async (store) =>
    answerOf(store, await accountIn(store, invocation.text('account')), asked),
  );
  if (invocation.flag('json')) process.stdout.write(`${JSON.stringify(answer.rows, null, 2)}\n`);
  else if (invocation.flag('csv')) process.stdout.write(answer.csv());
  else process.stdout.write(`${answer.table().join('\n')}\n`);
  return EXIT.ok;
}

async function answerOf(store: DocumentStore, account: string, asked: Asked): Promise<Answer> {
  const { kind, on, days, side, by, limit, ticker } = asked;
  const list = { account, limit, days: on === null ? days : { from: on, to: on } };
  switch (kind) {
    case 'recommendations': {
      const rows = await recommendations(store, list, side);
      return { rows, table: () => recommendationTable(rows), csv: () => csv(keysOf('stock_recommendations'), rows) };
    }
    case 'results': {
      const rows = await sessions(store, 'trading_results', list);
      return { rows, table: () => resultTable(rows), csv: () => csv(keysOf('trading_results'), rows) };
    }
    case 'performance': {
      const rows = await sessions(store, 'performance_metrics', list);
      return { rows, table: () => performanceTable(rows), csv: () => csv(keysOf('performance_metrics'), rows) };
    }
    case 'similar': {
      const rows = await similar(store, { account, ticker: ticker!, on, days, side, by, limit });
      return {
        rows,
        table: () => similarTable(rows),
        csv: () => csv(['score', ...keysOf('stock_recommendations')], rows),
      };
    }
  }
}

function keysOf<C extends keyof typeof PAYLOADS>(collection: C) {
  return Object.keys(PAYLOADS[collection].shape) as (keyof (typeof PAYLOADS)[C]['shape'] & string)[];
}

/** @throws UserError `no-account` */
async function accountIn(store: DocumentStore, wanted: string | undefined): Promise<string> {
  const accounts = await store.accounts();
  const [only, ...others] = accounts;
  if (wanted === undefined && only !== undefined && others.length === 0) return only;
  if (wanted !== undefined && accounts.includes(wanted)) return wanted;
  if (only === undefined) {
    throw new UserError('no-account', 'nothing has been published yet: no account has booked a session', [
      '`strat run FILE --mode paper` books those that are due',
    ]);
  }
  const meant = wanted === undefined ? null : nearest(wanted, accounts);
  const message = wanted === undefined ? 'there are several accounts' : `there is no account \`${wanted}\``;
  throw new UserError('no-account', message, [
    meant === null ? `say which: --account ${accounts.join(', ')}` : `did you mean \`${meant}\`?`,
  ]);
}

/** @throws UsageError */
function readAsked(invocation: Invocation): Asked {
  const [word, ticker] = invocation.operands;
  const kind = KINDS.find((each) => each === word);
  if (kind === undefined) throw unknownKind(word!);
  if (kind === 'similar' && ticker === undefined) {
    throw new UsageError('similar to which stock? Name it: `strat query similar AAPL`');
  }
  if (kind !== 'similar' && ticker !== undefined) throw new UsageError(`query ${kind} takes no \`${ticker}\``);
  const isOfStocks = kind === 'recommendations' || kind === 'similar';
  if (invocation.text('side') !== undefined && !isOfStocks) throw new UsageError(`${kind} have no side`);
  if (invocation.text('by') !== undefined && kind !== 'similar')
    throw new UsageError('only `similar` compares by anything');
  if (invocation.flag('json') && invocation.flag('csv')) throw new UsageError('--json or --csv, not both');
  return { kind, ticker: ticker ?? null, ...readDays(invocation, kind), ...readChoices(invocation) };
}

function unknownKind(word: string): UsageError {
  const meant = nearest(word, KINDS);
  const hint = meant === null ? `it answers ${KINDS.join(', ')}` : `did you mean \`${meant}\`?`;
  return new UsageError(`query knows nothing of \`${word}\`: ${hint}`);
}

function readDays(invocation: Invocation, kind: Asked['kind']): Pick<Asked, 'on' | 'days'> {
  const day = (option: string) => {
    const text = invocation.text(option);
    return text === undefined ? null : toIsoDay(readDay(option, text));
  };
  const [on, from, to] = [day('on'), day('from'), day('to')];
  if (from !== null && to !== null && from > to) throw new UsageError(`--from ${from} is after --to ${to}`);
  if (on !== null && (from !== null || to !== null) && kind !== 'similar') {
    throw new UsageError('--on is one day, --from and --to are several: not both');
  }
  return { on, days: { from, to } };
}

function readChoices(invocation: Invocation): Pick<Asked, 'side' | 'by' | 'limit'> {
  const side = invocation.text('side') ?? null;
  if (side !== null && side !== 'long' && side !== 'short') {
    throw new UsageError(`--side is long or short, not \`${side}\``);
  }
  const word = invocation.text('by') ?? 'features';
  const by = VECTOR_KINDS.find((each) => each === word);
  if (by === undefined) throw new UsageError(`--by is ${VECTOR_KINDS.join(' or ')}, not \`${word}\``);
  const limit = Number(invocation.text('limit') ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100_000) {
    throw new UsageError(`--limit takes a number from 1 on, not \`${invocation.text('limit')}\``);
  }
  return { side, by, limit };
}
