/** What the reference and the checker rely on: names, words, units, look-backs. */
import { describe, expect, it } from 'vitest';
import { BUILTINS, builtin, FIELDS, FORMS, field, form } from '../../stdlib/registry.ts';
import type { Builtin, Unit } from '../../stdlib/types.ts';
import { BARE, describeUnit, isUnitProblem, PRICE, RATIO, SHARES, USD } from '../../stdlib/units.ts';

const NAME = /^[a-z][a-z0-9_]*$/;
const OPERATORS: Readonly<Record<string, string>> = {
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '/',
  power: '^',
  negate: '-',
  less: '<',
  less_equal: '<=',
  greater: '>',
  greater_equal: '>=',
  equal: '==',
  not_equal: '!=',
};

/** Units that fit the value parameters of a built-in: prices where any will do, as the parameter says elsewhere. */
function fitting({ parameters, unit }: Builtin): Unit[] {
  const values = parameters.filter(({ role }) => role === 'value');
  const units = (free: Unit) => values.map((parameter) => parameter.unit ?? free);
  return isUnitProblem(unit(units(PRICE))) ? units(RATIO) : units(PRICE);
}

describe('names', () => {
  it('are unique, each among its own', () => {
    expect(new Set(BUILTINS.map(({ name }) => name)).size).toBe(BUILTINS.length);
    expect(new Set(FIELDS.map(({ name }) => name)).size).toBe(FIELDS.length);
    expect(new Set(FORMS.map(({ slot, name }) => `${slot} ${name}`)).size).toBe(FORMS.length);
  });

  it('are words of the language, and no field shares one with a built-in', () => {
    for (const { name } of [...BUILTINS, ...FIELDS, ...FORMS]) expect(name).toMatch(NAME);
    for (const { name } of FIELDS) expect(builtin(name)).toBeUndefined();
  });

  it('are found, and unknown ones are not', () => {
    expect(builtin('mean')?.name).toBe('mean');
    expect(field('close')?.unit).toEqual(PRICE);
    expect(form('smooth', 'ewma')?.slot).toBe('smooth');
    expect(builtin('meen')).toBeUndefined();
    expect(builtin('toString')).toBeUndefined();
    expect(field('closing')).toBeUndefined();
    expect(form('optimizer', 'ewma')).toBeUndefined();
  });
});

describe.each(BUILTINS.map((each) => [each.name, each] as const))('%s', (name, each) => {
  it('is documented', () => {
    expect(each.summary).toMatch(/^[A-Z0-9e].*\.$/);
    expect(each.formula).not.toBe('');
    expect(each.example).toContain(OPERATORS[name] ?? name);
    expect(each.version).toBeGreaterThanOrEqual(1);
    for (const parameter of each.parameters) {
      expect(parameter.name).toMatch(NAME);
      expect(parameter.summary).toMatch(/\.$/);
    }
    expect(new Set(each.parameters.map((parameter) => parameter.name)).size).toBe(each.parameters.length);
  });

  it('takes values before constants, and what may be left out last', () => {
    const order = each.parameters.map(({ role, optional, default: ideal }) =>
      optional || ideal !== undefined ? 2 : role === 'value' ? 0 : 1,
    );
    expect(order).toEqual(order.toSorted());
  });

  it('has a unit for inputs that fit, and a whole one', () => {
    const unit = each.unit(fitting(each));
    expect(isUnitProblem(unit)).toBe(false);
    if (!isUnitProblem(unit))
      expect([unit.usd, unit.share, unit.session, unit.year].every(Number.isInteger)).toBe(true);
  });

  it('has defaults within its own bounds', () => {
    for (const { default: ideal, min = -Infinity, max = Infinity } of each.parameters) {
      if (ideal !== undefined) expect(ideal >= min && ideal <= max).toBe(true);
    }
  });
});

describe('units', () => {
  const unitOf = (name: string, ...inputs: Unit[]) => {
    const unit = builtin(name)!.unit(inputs);
    return isUnitProblem(unit) ? unit.problem : describeUnit(unit);
  };

  it('of prices and volumes do not mix', () => {
    expect(unitOf('add', PRICE, SHARES)).toBe('USD/share and shares cannot be added');
    expect(unitOf('greater', PRICE, RATIO)).toBe('USD/share and ratio cannot be compared');
    expect(unitOf('log', PRICE)).toContain('the logarithm of USD/share is not defined');
    expect(unitOf('sqrt', PRICE)).toBe('the square root of USD/share is not defined');
  });

  it('multiply, divide and vanish', () => {
    expect(unitOf('multiply', PRICE, SHARES)).toBe('USD');
    expect(unitOf('divide', USD, SHARES)).toBe('USD/share');
    expect(unitOf('divide', PRICE, PRICE)).toBe('ratio');
    expect(unitOf('sqrt', { ...RATIO, usd: 2 })).toBe('USD');
    expect(unitOf('slope', PRICE)).toBe('USD/share/session');
    expect(unitOf('beta', PRICE, USD)).toBe('1/share');
  });

  it('let a bare number stand for a ratio, and keep it bare only among its own', () => {
    expect(unitOf('add', RATIO, BARE)).toBe('ratio');
    expect(unitOf('add', BARE, BARE)).toBe('a bare number');
    expect(unitOf('multiply', BARE, PRICE)).toBe('USD/share');
    expect(unitOf('where', RATIO, PRICE, PRICE)).toBe('USD/share');
  });
});

describe('fields', () => {
  it('of the market are known at the close, the open and what holds from a day on at the open', () => {
    for (const { name, availability } of FIELDS.filter(({ scope }) => scope === 'market')) {
      expect(availability).toEqual({ at: name === 'open' || name === 'sector' ? 'open' : 'close', shift: 0, delay: 0 });
    }
  });

  it('of a strategy are known when it decides, has filled, or fills', () => {
    const own = FIELDS.filter(({ scope }) => scope !== 'market').map(({ name, availability }) => [name, availability]);
    expect(Object.fromEntries(own)).toEqual({
      prediction: 'decision',
      drift: 'decision',
      day_return: 'last fill',
      drawdown: 'last fill',
      position_return: 'last fill',
      position_drawdown: 'last fill',
      position_age: 'last fill',
      turnover: 'fill',
      traded: 'fill',
    });
  });
});

describe('built-ins', () => {
  it('that have no data as input say when the data they read is known', () => {
    const silent = BUILTINS.filter(
      ({ parameters, result, availability }) =>
        availability === undefined &&
        result !== 'loss' &&
        result !== 'members' &&
        parameters.every(({ role }) => role !== 'value'),
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});
