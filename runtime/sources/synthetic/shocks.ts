/**
 * Everything that moves prices except the planted signal. Log-return of a stock:
 *
 *   drift − ½σ² + β·market + β_s·sector + own + jump
 *
 * where the volatility of market and of each stock follows a log-AR(1) (Taylor, Modelling Financial Time Series,
 * 1986), normalised so that the mean variance is the stated one. Arrays are session-major: `[t * stocks + i]`.
 */
import type { Random } from '../../random.ts';
import { type Company, SECTORS } from './companies.ts';
import { stream } from './streams.ts';

const YEAR = 252;
const MARKET = { drift: 0.085, volatility: 0.16, persistence: 0.985, volatilityOfVolatility: 0.38 };
const SECTOR_VOLATILITY = 0.075;
const OWN = { persistence: 0.97, volatilityOfVolatility: 0.33 };
/** Own volatility rises with the market's, to this power. */
const COMOVEMENT = 0.5;
const JUMPS = { perSession: 2.5 / YEAR, size: 0.035 };

export interface Shocks {
  /** Log-return of each stock from the session before, without the signal. */
  readonly returns: Float64Array;
  /** The stock's own standard deviation on that session, known beforehand: scales volume and the day's range. */
  readonly scale: Float64Array;
  /** log volume relative to a quiet day, without the part that follows |return|. */
  readonly volume: Float64Array;
}

export function drawShocks(seed: number, companies: readonly Company[], sessions: number): Shocks {
  const stocks = companies.length;
  const market = drawMarket(stream(seed, 'market'), sessions);
  const sectors = SECTORS.map((_, s) => drawNormals(stream(seed, 'sector', s), sessions));
  const busy = drawAutoregression(stream(seed, 'marketVolume'), sessions, 0.9, 0.15);

  const returns = new Float64Array(stocks * sessions);
  const scale = new Float64Array(stocks * sessions);
  const volume = new Float64Array(stocks * sessions);
  for (const [i, company] of companies.entries()) {
    const own = stream(seed, 'idiosyncratic', i);
    const jumps = stream(seed, 'jumps', i);
    const volumes = stream(seed, 'volume', i);
    const h = drawAutoregression(stream(seed, 'volatility', i), sessions, OWN.persistence, OWN.volatilityOfVolatility);
    const normaliser = Math.exp(-(OWN.volatilityOfVolatility ** 2));
    const base = company.idiosyncraticVolatility / Math.sqrt(YEAR);
    const crowd = drawAutoregression(volumes, sessions, 0.75, 0.25);
    const sector = sectors[company.sector]!;
    for (let t = 0; t < sessions; t++) {
      const ownSigma = base * normaliser * Math.exp(h[t]!) * market.level[t]! ** COMOVEMENT;
      const sectorSigma = (SECTOR_VOLATILITY / Math.sqrt(YEAR)) * market.level[t]! ** COMOVEMENT;
      const jump = jumps.uniform() < JUMPS.perSession ? JUMPS.size * jumps.normal() : 0;
      const variance = (company.beta * market.sigma[t]!) ** 2 + (company.sectorBeta * sectorSigma) ** 2 + ownSigma ** 2;
      const at = t * stocks + i;
      returns[at] =
        (company.beta * MARKET.drift) / YEAR -
        variance / 2 +
        company.beta * market.sigma[t]! * market.shock[t]! +
        company.sectorBeta * sectorSigma * sector[t]! +
        ownSigma * own.normal() +
        jump;
      scale[at] = Math.sqrt(variance);
      volume[at] = busy[t]! + crowd[t]! + 0.18 * volumes.normal();
    }
  }
  return { returns, scale, volume };
}

/** `level` is volatility relative to its usual value, `sigma` per session, `shock` standard normal. */
function drawMarket(source: Random, sessions: number) {
  const spread = MARKET.volatilityOfVolatility;
  const h = drawAutoregression(source, sessions, MARKET.persistence, spread);
  const level = h.map((value) => Math.exp(value - spread ** 2));
  const sigma = level.map((value) => (value * MARKET.volatility) / Math.sqrt(YEAR));
  return { level, sigma, shock: drawNormals(source, sessions) };
}

/** Starts in its stationary distribution, of mean 0 and standard deviation `spread`. */
function drawAutoregression(source: Random, n: number, persistence: number, spread: number): Float64Array {
  const values = new Float64Array(n);
  const innovation = spread * Math.sqrt(1 - persistence ** 2);
  let value = spread * source.normal();
  for (let t = 0; t < n; t++) {
    values[t] = value;
    value = persistence * value + innovation * source.normal();
  }
  return values;
}

function drawNormals(source: Random, n: number): Float64Array {
  return new Float64Array(n).map(() => source.normal());
}
