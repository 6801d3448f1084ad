/**
 * Units as built-ins compute with them: the common constants, the arithmetic of exponents, and the rules that most
 * signatures share. A rule never throws: units that do not fit come back as a problem, which the compiler words.
 */
import type { Unit, UnitProblem } from './types.ts';

export const RATIO: Unit = { usd: 0, share: 0, session: 0, year: 0 };
/** A number written without a unit; dimensionless, and marked. */
export const BARE: Unit = { ...RATIO, bare: true };
export const USD: Unit = { ...RATIO, usd: 1 };
/** Sessions of the calendar. */
export const SESSIONS: Unit = { ...RATIO, session: 1 };
export const SHARES: Unit = { ...RATIO, share: 1 };
export const PRICE: Unit = { ...RATIO, usd: 1, share: -1 };

export type UnitRule = (inputs: readonly Unit[]) => Unit | UnitProblem;

export function isUnitProblem(answer: Unit | UnitProblem): answer is UnitProblem {
  return 'problem' in answer;
}

/** Equal dimensions; a bare number counts as a ratio. */
export function sameUnit(a: Unit, b: Unit): boolean {
  return a.usd === b.usd && a.share === b.share && a.session === b.session && a.year === b.year;
}

export function isDimensionless(unit: Unit): boolean {
  return sameUnit(unit, RATIO);
}

function combine(a: Unit, b: Unit, sign: 1 | -1): Unit {
  const dimensions = {
    usd: a.usd + sign * b.usd,
    share: a.share + sign * b.share,
    session: a.session + sign * b.session,
    year: a.year + sign * b.year,
  };
  return a.bare && b.bare ? { ...dimensions, bare: true } : dimensions;
}

export function multiplyUnits(a: Unit, b: Unit): Unit {
  return combine(a, b, 1);
}

export function divideUnits(a: Unit, b: Unit): Unit {
  return combine(a, b, -1);
}

/** As people say it: `USD/share`, `shares`, `ratio`, `1/session`. */
export function describeUnit(unit: Unit): string {
  if (unit.bare) return 'a bare number';
  const word = (name: string, power: number) => (Math.abs(power) === 1 ? name : `${name}^${Math.abs(power)}`);
  const dimensions: [string, number][] = [
    ['USD', unit.usd],
    ['share', unit.share],
    ['session', unit.session],
    ['year', unit.year],
  ];
  const above = dimensions.filter(([, power]) => power > 0).map(([name, power]) => word(name, power));
  const below = dimensions.filter(([, power]) => power < 0).map(([name, power]) => word(name, power));
  if (above.length === 0 && below.length === 0) return 'ratio';
  if (above.length === 1 && below.length === 0 && above[0] !== 'USD') return `${above[0]}s`;
  return `${above.join(' ') || '1'}${below.map((name) => `/${name}`).join('')}`;
}

// ── Rules ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** The result has the unit of the first input, whatever it is. */
export const unitOfFirst: UnitRule = ([first]) => first!;

/** The result is a ratio, whatever goes in. */
export const unitRatio: UnitRule = () => RATIO;

/** Ranks, scores and the like of prices in one unit: inputs agree, the result is a ratio. */
export function ratioOfSame(action: string): UnitRule {
  const same = unitOfSame(action);
  return (inputs) => {
    const answer = same(inputs);
    return isUnitProblem(answer) ? answer : RATIO;
  };
}

/** All inputs have one unit, which is the result's; bare only when all are. `action` completes "X and Y cannot be …". */
export function unitOfSame(action: string): UnitRule {
  return (inputs) => {
    const [first, ...others] = inputs;
    for (const other of others) {
      if (!sameUnit(first!, other)) {
        return { problem: `${describeUnit(first!)} and ${describeUnit(other)} cannot be ${action}` };
      }
    }
    return inputs.find((unit) => !unit.bare) ?? first!;
  };
}

/** Only pure numbers go in, and one comes out. `subject` completes "… of USD/share is not defined". */
export function dimensionlessOnly(subject: string): UnitRule {
  return (inputs) => {
    const wrong = inputs.find((unit) => !isDimensionless(unit));
    if (wrong)
      return { problem: `${subject} of ${describeUnit(wrong)} is not defined: divide by something of that unit first` };
    return inputs.find((unit) => !unit.bare) ?? inputs[0]!;
  };
}
