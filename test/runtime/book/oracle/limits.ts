/** Step 4 of docs/book.md, the slow and obvious way: each limit takes weights and gives weights. */
import type { BookLimits, TailLimit } from '../../../../runtime/book/types.ts';
import type { TestSession } from '../support.ts';
import { returnsOf, sum } from './target.ts';

export interface CutRow {
  by: string;
  /** −1: all of them, by one factor; before and after are then Σ|w|. */
  stock: number;
  figure: number;
  most: number;
  before: number;
  after: number;
}

/** `past` are the sessions until the decision's own, which is the last. */
export function limited(
  asked: readonly number[],
  limits: BookLimits,
  equity: number,
  past: readonly TestSession[],
): { weights: number[]; cuts: CutRow[] } {
  const session = past.at(-1)!;
  const cuts: CutRow[] = [];
  let weights = [...asked];
  const cut = (by: string, most: number, figure: (i: number) => number, next: readonly number[]): void => {
    next.forEach((after, i) => {
      if (after !== weights[i]) cuts.push({ by, stock: i, figure: figure(i), most, before: weights[i]!, after });
    });
    weights = [...next];
  };
  const { weight, volume, correlation, names, sector, beta, net, gross, valueAtRisk, expectedShortfall } = limits;
  if (weight !== null) {
    const clipped = weights.map((w) => (Math.abs(w) > weight ? Math.sign(w) * weight : w));
    cut('weight', weight, (i) => Math.abs(asked[i]!), clipped);
  }
  if (volume !== null) {
    const v = session.rows[volume.of]!;
    const before = weights;
    const most = weights.map((_, i) => (v[i]! > 0 ? (volume.most * v[i]!) / equity : 0));
    const clipped = weights.map((w, i) => (Math.abs(w) > most[i]! ? Math.sign(w) * most[i]! : w));
    cut('volume', volume.most, (i) => (v[i]! > 0 ? (Math.abs(before[i]!) * equity) / v[i]! : Number.NaN), clipped);
  }
  if (correlation !== null) {
    const figures = new Map<number, number>();
    const kept: number[] = [];
    for (const i of largestFirst(weights)) {
      const own = returnsOf(i, correlation.returns, correlation.window, past);
      const with_ = kept.map(
        (j) =>
          Math.sign(weights[i]! * weights[j]!) *
          pearson(own, returnsOf(j, correlation.returns, correlation.window, past)),
      );
      const above = with_.find((each) => each > correlation.most);
      if (above === undefined) kept.push(i);
      else figures.set(i, above);
    }
    cut(
      'correlation',
      correlation.most,
      (i) => figures.get(i)!,
      weights.map((w, i) => (figures.has(i) ? 0 : w)),
    );
  }
  if (names !== null) {
    const order = largestFirst(weights);
    const stay = new Set(order.slice(0, names));
    cut(
      'names',
      names,
      () => order.length,
      weights.map((w, i) => (stay.has(i) ? w : 0)),
    );
  }
  if (sector !== null) {
    const groups = session.rows[sector.of]!;
    const before = weights;
    const size = (i: number): number =>
      Number.isNaN(groups[i]!) ? 0 : sum(before.map((w, j) => (groups[j] === groups[i] ? Math.abs(w) : 0)));
    cut(
      'sector',
      sector.most,
      size,
      weights.map((w, i) => (size(i) > sector.most ? w * (sector.most / size(i)) : w)),
    );
  }
  const betas = beta === null ? [] : [...session.rows[beta.of]!].map((each) => (Number.isNaN(each) ? 1 : each));
  if (beta !== null) {
    const pulls = weights.map((w, i) => w * betas[i]!);
    const figure = Math.abs(sum(pulls));
    if (figure > beta.most) {
      const way = Math.sign(sum(pulls));
      const strong = sum(pulls.map((pull) => Math.max(0, way * pull)));
      const weak = sum(pulls.map((pull) => Math.max(0, -way * pull)));
      const shrunk = weights.map((w, i) => (way * pulls[i]! > 0 ? (w * (weak + beta.most)) / strong : w));
      cut('beta', beta.most, () => figure, shrunk);
    }
  }
  if (net !== null) {
    const longs = sum(weights.map((w) => Math.max(0, w)));
    const shorts = sum(weights.map((w) => Math.max(0, -w)));
    const figure = Math.abs(longs - shorts);
    if (figure > net) {
      const side = longs > shorts ? 1 : -1;
      const factor = (Math.min(longs, shorts) + net) / Math.max(longs, shorts);
      cut(
        'net',
        net,
        () => figure,
        weights.map((w) => (side * w > 0 ? w * factor : w)),
      );
    }
  }
  const shrinkTo = (by: string, figure: number, most: number): void => {
    if (!(figure > most)) return;
    const before = sum(weights.map(Math.abs));
    weights = weights.map((w) => w * (most / figure));
    cuts.push({ by, stock: -1, figure, most, before, after: sum(weights.map(Math.abs)) });
  };
  if (gross !== null) shrinkTo('gross', sum(weights.map(Math.abs)), gross);
  if (beta !== null && net !== null) {
    const figure = Math.abs(sum(weights.map((w, i) => w * betas[i]!)));
    if (figure > beta.most * (1 + 1e-12)) shrinkTo('beta', figure, beta.most);
  }
  if (valueAtRisk !== null) shrinkTo('value_at_risk', tail(weights, valueAtRisk, past).loss, valueAtRisk.most);
  if (expectedShortfall !== null) {
    shrinkTo('expected_shortfall', tail(weights, expectedShortfall, past).shortfall, expectedShortfall.most);
  }
  return { weights, cuts };
}

function largestFirst(weights: readonly number[]): number[] {
  return [...weights.keys()]
    .filter((i) => weights[i] !== 0)
    .sort((a, b) => Math.abs(weights[b]!) - Math.abs(weights[a]!) || a - b);
}

function pearson(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [sum(a) / a.length, sum(b) / b.length];
  const [da, db] = [a.map((x) => x - ma), b.map((x) => x - mb)];
  const squares = (d: readonly number[]): number => sum(d.map((x) => x * x));
  return sum(da.map((x, k) => x * db[k]!)) / Math.sqrt(squares(da) * squares(db));
}

/** NaN: undefined, and binds nothing. */
function tail(
  weights: readonly number[],
  { level, window, method, returns }: TailLimit,
  past: readonly TestSession[],
): { loss: number; shortfall: number } {
  const undefinedLoss = { loss: Number.NaN, shortfall: Number.NaN };
  const of = weights.map((w, i) => (w === 0 ? null : returnsOf(i, returns, window, past)));
  if (!of.some((own) => own !== null && !Number.isNaN(own[0]!))) return undefinedLoss;
  const book = Array.from({ length: window }, (_, k) =>
    sum(weights.map((w, i) => (of[i] === null || Number.isNaN(of[i]![k]!) ? 0 : w * of[i]![k]!))),
  );
  const share = 1 - level;
  if (method === 'historical') {
    const sorted = [...book].sort((a, b) => a - b);
    const place = share * (window - 1);
    const below = Math.floor(place);
    const quantile = sorted[below]! + (place - below) * (sorted[below + 1]! - sorted[below]!);
    return { loss: -quantile, shortfall: -sum(sorted.slice(0, below + 1)) / (below + 1) };
  }
  const mean = sum(book) / window;
  const sd = deviation(book);
  const z = normalQuantile(share);
  const density = Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
  return { loss: -(mean + sd * z), shortfall: (sd * density) / share - mean };
}

export function deviation(values: readonly number[]): number {
  const mean = sum(values) / values.length;
  return Math.sqrt(sum(values.map((x) => (x - mean) ** 2)) / (values.length - 1));
}

/** By bisection of Φ(x) = ½ + φ(x) (x + x³/3 + x⁵/15 + …). */
function normalQuantile(p: number): number {
  let [low, high] = [-6, 6];
  for (let k = 0; k < 80; k++) {
    const x = (low + high) / 2;
    let term = x;
    let total = x;
    for (let n = 3; n < 200; n += 2) {
      term *= (x * x) / n;
      total += term;
    }
    if (0.5 + (Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI)) * total < p) low = x;
    else high = x;
  }
  return (low + high) / 2;
}
