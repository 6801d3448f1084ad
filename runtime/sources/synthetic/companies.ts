/** Who is on the synthetic market: names, sectors, temperaments, when listed and how gone. No prices yet. */
import { stream, uniformBetween } from './streams.ts';

export const SECTORS = [
  'Communication Services',
  'Consumer Discretionary',
  'Consumer Staples',
  'Energy',
  'Financials',
  'Health Care',
  'Industrials',
  'Information Technology',
  'Materials',
  'Real Estate',
  'Utilities',
] as const;

export interface Company {
  readonly ticker: string;
  /** Index into SECTORS. */
  readonly sector: number;
  readonly beta: number;
  readonly sectorBeta: number;
  /** Yearly standard deviation of its own returns. */
  readonly idiosyncraticVolatility: number;
  readonly firstPrice: number;
  /** Shares outstanding when first seen. */
  readonly shares: number;
  /** Share of the company that changes hands on a quiet day. */
  readonly dailyTurnover: number;
  /** Yearly; 0 pays none. */
  readonly dividendYield: number;
  /** Quarter's session, 0 .. 62, on which it goes ex dividend. */
  readonly exSession: number;
  /** First session with a bar. */
  readonly listed: number;
  /** First session without one, in which the delisting is booked; `sessions` when it lives on. */
  readonly gone: number;
  /** Simple return on the last price, when it is delisted. */
  readonly delistingReturn: number;
}

const LISTED_AT_START = 0.9;
const DELISTED_PER_SESSION = 0.015 / 252;
/** Share of delistings that are failures; the others are takeovers. */
const FAILURES = 0.4;
/** No stock is listed or delisted within so many sessions of either end, nor lives for less. */
const MARGIN = 40;

export function drawCompanies(seed: number, stocks: number, sessions: number): Company[] {
  const tickers = drawTickers(seed, stocks);
  return tickers.map((ticker, stock) => {
    const profile = stream(seed, 'profile', stock);
    const capitalisation = Math.exp(Math.log(8e9) + 1.1 * profile.normal());
    const firstPrice = Math.exp(Math.log(55) + 0.6 * profile.normal());
    return {
      ticker,
      sector: Math.floor(profile.uniform() * SECTORS.length),
      beta: Math.max(0.3, 1 + 0.25 * profile.normal()),
      sectorBeta: uniformBetween(profile, 0.6, 1.4),
      idiosyncraticVolatility: uniformBetween(profile, 0.15, 0.34),
      firstPrice,
      shares: Math.round(capitalisation / firstPrice),
      dailyTurnover: Math.exp(Math.log(0.006) + 0.4 * profile.normal()),
      dividendYield: profile.uniform() < 0.65 ? uniformBetween(profile, 0.008, 0.035) : 0,
      exSession: Math.floor(profile.uniform() * 63),
      ...drawLife(seed, stock, sessions),
    };
  });
}

function drawLife(seed: number, stock: number, sessions: number) {
  const life = stream(seed, 'life', stock);
  const early = life.uniform() < LISTED_AT_START;
  const listingShare = life.uniform();
  const years = life.uniform();
  const failure = life.uniform() < FAILURES;
  const severity = life.uniform();
  const long = sessions > 4 * MARGIN;

  const listed = early || !long ? 0 : MARGIN + Math.floor(listingShare * (sessions - 3 * MARGIN));
  // Exponential waiting time at a constant hazard.
  const waits = Math.floor(-Math.log(1 - years) / DELISTED_PER_SESSION);
  const gone = listed + MARGIN + waits;
  const delisted = long && gone < sessions - MARGIN;
  return {
    listed,
    gone: delisted ? gone : sessions,
    delistingReturn: failure ? -0.3 - 0.6 * severity : 0.2 * severity,
  };
}

const CONSONANTS = 'BCDFGHJKLMNPRSTVWXYZ';
const VOWELS = 'AEIOU';

/** Made-up tickers of four letters, ascending, all different: 20 · 5 · 20 · 5 = 10,000 of them. */
function drawTickers(seed: number, stocks: number): string[] {
  const source = stream(seed, 'tickers');
  const chosen = new Set<number>();
  while (chosen.size < stocks) chosen.add(Math.floor(source.uniform() * 10_000));
  return [...chosen]
    .sort((a, b) => a - b)
    .map((n) => {
      const letters = [
        CONSONANTS[Math.floor(n / 500)],
        VOWELS[Math.floor(n / 100) % 5],
        CONSONANTS[Math.floor(n / 5) % 20],
        VOWELS[n % 5],
      ];
      return letters.join('');
    });
}
