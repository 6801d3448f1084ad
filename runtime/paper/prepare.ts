/**
 * What the sessions that are due are stepped on, loaded and computed once for all of them:
 *
 *   1. data         no more of the past than gives the same bits
 *   2. features     and who is eligible
 *   3. predictions  of the account's models for what is due, or those that a backtest has kept
 *   4. book         rules, prices and panels, as a backtest prepares them
 */
import type { Plan } from '../../compiler/plan.ts';
import { sessionReader } from '../book/backtest.ts';
import { calendarNamed } from '../calendar/calendar.ts';
import { tensorOf } from '../features/tensor.ts';
import { type Market, toIsoDay } from '../market.ts';
import { withTopMembers } from '../members.ts';
import { marketRequest } from '../ports.ts';
import { prepareBook } from '../stages/book.ts';
import { evaluateFeatures } from '../stages/features.ts';
import type { Clock } from './due.ts';
import { excerpt } from './excerpt.ts';
import { FeatureRows } from './featureRows.ts';
import { verifyReached } from './freshness.ts';
import { historyStart, withHistoryFor } from './history.ts';
import { type Account, modelsOf } from './ledger/accounts.ts';
import type { Ledger } from './ledger/ledger.ts';
import { figureRead, until } from './plan.ts';
import {
  type Asked,
  type Predicted,
  type PredictionPorts,
  predict,
  predictionReach,
  storedPredictions,
} from './predicting.ts';
import type { Steppable } from './steppable.ts';

export interface Due {
  readonly plan: Plan;
  readonly clock: Clock;
  readonly account: Account;
  /** At least one, ascending. */
  readonly days: Int32Array;
}

export async function prepare(due: Due, ports: PredictionPorts & { readonly ledger: Ledger }): Promise<Steppable> {
  const { plan, market } = await loaded(due, ports);
  verifyReached(market, due.days[0]!);
  const features = evaluateFeatures(plan, market);
  const first = market.sessions.indexOf(due.days[0]!);
  // Of days that the data do not reach yet, those before them are booked.
  const end = market.sessions.findLastIndex((day) => day <= due.days.at(-1)!) + 1;
  const predictions = await predicted(due, { plan, market, evaluated: features, first, end }, ports);
  const { rules, panels } = prepareBook({ plan, market, features, predictions });
  return {
    ...{ market, rules: { ...rules, capital: due.account.capital }, read: sessionReader(panels) },
    ...{ predictions: predictions.values, features: predictions.features, lookBack: predictionReach(plan) },
    stopsRead: plan.risk.stops.map(({ left }) => figureRead(plan, left)),
  };
}

/**
 * Live, no more is loaded than is needed. Recorded days are those of the backtest, which reads its period as a whole and
 * adjusts prices from its first bar on: it is loaded likewise, and what nothing reads is let go.
 */
async function loaded(
  { plan, clock, days }: Due,
  { data, events }: PredictionPorts,
): Promise<{ readonly plan: Plan; readonly market: Market }> {
  const [first, last] = [days[0]!, days.at(-1)!];
  const load = async (of: Plan) => withTopMembers(of, await data.load(marketRequest(of), events));
  if (clock.kind === 'live') {
    const spanned = withHistoryFor(until(plan, last, true), first, calendarNamed(plan.universe.calendar));
    return { plan: spanned, market: await load(spanned) };
  }
  const whole = until(plan, last, false);
  const market = await load(whole);
  const at = market.sessions.indexOf(first);
  const end = market.sessions.findLastIndex((day) => day <= last) + 1;
  return { plan: whole, market: at < 0 ? market : excerpt(market, historyStart(whole, at), end) };
}

async function predicted(
  { plan, account }: Due,
  asked: Asked,
  ports: PredictionPorts & { readonly ledger: Ledger },
): Promise<Predicted> {
  if (account.predictions === 'model') return predict(asked, modelsOf(ports.ledger, account), ports);
  const values = await storedPredictions(plan, asked.market, ports);
  return { values, features: asCalculated(asked) };
}

/** Features of the sessions that are due, before any model's normalisation: there is none. */
function asCalculated(asked: Asked): Predicted['features'] {
  const { market, evaluated, first, end } = asked;
  const rows = new FeatureRows(asked);
  const due = { from: toIsoDay(market.sessions[first]!), to: toIsoDay(market.sessions[end - 1]!) };
  rows.keep([due], tensorOf(evaluated.columns, null));
  return (session) => rows.of(session);
}
