/** Typed expressions become nodes, each named by the hash of its meaning; equal meanings become one node. */
import type { Span } from '../../grammar/span.ts';
import { field } from '../../stdlib/registry.ts';
import type { Unit } from '../../stdlib/types.ts';
import { heightOver } from '../expression/depth.ts';
import { deepest, latest, reaching, resultKind } from '../expression/facets.ts';
import { required } from '../expression/operators.ts';
import { NO_LOOK_BACK, type TypedCall, type TypedExpression, type TypedField } from '../expression/typed.ts';
import { describeUnit, isRatio, RATIO } from '../expression/units.ts';
import { invariant } from '../invariant.ts';
import type { ExpressionNode, FitWindow, NodeId } from '../plan.ts';
import { hashOfOrdered } from './canonical.ts';

/** Raised when the meaning of constants or fields changes; built-ins carry versions of their own. */
const LEAF_VERSION = 1;

export class Lowering {
  /** Inputs always before what uses them. */
  readonly nodes = new Map<NodeId, ExpressionNode>();
  readonly spans = new Map<NodeId, Span>();
  readonly #benchmark: string | null;
  readonly #modelFittedOn: readonly FitWindow[];
  /** Definitions are shared, and so are their parts: each is lowered once. */
  readonly #lowered = new Map<readonly TypedExpression[], NodeId>();
  /** Every mention of a field or a number is an expression of its own: one of each is hashed. */
  readonly #leaves = new Map<string, NodeId>();

  constructor(benchmark: string | null, modelFittedOn: readonly FitWindow[]) {
    this.#benchmark = benchmark;
    this.#modelFittedOn = modelFittedOn;
  }

  lower(value: TypedExpression): NodeId {
    switch (value.form) {
      case 'constant':
        return this.#leaf(`${value.value} ${dimensionOf(value.unit)}`, () =>
          this.#add('constant', null, [], [value.value], LEAF_VERSION, value),
        );
      case 'field':
        return this.#leaf(value.field.name, () => this.#add('field', value.field.name, [], [], LEAF_VERSION, value));
      case 'call': {
        const known = this.#lowered.get(value.inputs);
        if (known !== undefined && value.inputs.length > 0) return known;
        const id = this.#lowerCall(value);
        this.#lowered.set(value.inputs, id);
        return id;
      }
    }
  }

  #leaf(meaning: string, add: () => NodeId): NodeId {
    const id = this.#leaves.get(meaning) ?? add();
    this.#leaves.set(meaning, id);
    return id;
  }

  #lowerCall(call: TypedCall): NodeId {
    const { builtin, inputs, constants, text } = call;
    if (builtin.name === 'market_return') return this.lower(this.#marketReturn(call));
    if (builtin.name === 'sector_return') return this.lower(sectorReturn(call));
    invariant(builtin.kernel.shape !== 'lowered', `nothing says what ${builtin.name} is written as`);
    const ids = inputs.map((input) => this.lower(input));
    return this.#add(builtin.name, text, ids, constants, builtin.version, call);
  }

  /** The benchmark's return, or without one the plain mean of the members' returns. */
  #marketReturn({ constants, span }: TypedCall): TypedExpression {
    const returns = (name: string) => call('returns', [fieldNamed(name, span)], constants, span);
    return this.#benchmark === null ? call('mean_across', [returns('close')], [], span) : returns('benchmark_close');
  }

  #add(
    op: string,
    name: string | null,
    inputs: readonly NodeId[],
    constants: readonly number[],
    version: number,
    { kind, unit, availability, lookBack, span }: TypedExpression,
  ): NodeId {
    invariant(constants.every(Number.isFinite), 'a number that is not finite reached a hash');
    // 0.005 USD a share and 0.5% a year are two numbers, and told with the unit of each.
    const id = hashOfOrdered({ constants, inputs, name: op === 'constant' ? dimensionOf(unit) : name, op, version });
    if (!this.nodes.has(id)) {
      const fittedOn = op === 'field' && name === 'prediction' ? this.#modelFittedOn : this.#fittedOn(inputs);
      this.nodes.set(id, { id, op, name, inputs, constants, version, kind, unit, availability, lookBack, fittedOn });
      this.spans.set(id, span);
    }
    return id;
  }

  #fittedOn(inputs: readonly NodeId[]): readonly FitWindow[] {
    const learnt = inputs.map((input) => this.nodes.get(input)?.fittedOn ?? []);
    return learnt.find((windows) => windows.length > 0) ?? [];
  }
}

function sectorReturn({ constants, span }: TypedCall): TypedExpression {
  const returns = call('returns', [fieldNamed('close', span)], constants, span);
  return call('group_mean', [returns, fieldNamed('sector', span)], [], span);
}

/** Null for plain numbers and ratios. */
function dimensionOf(unit: Unit): string | null {
  return isRatio(unit) ? null : describeUnit(unit);
}

function fieldNamed(name: string, span: Span): TypedField {
  const found = field(name);
  invariant(found, `the field ${name} is not registered`);
  const { kind, unit, availability } = found;
  invariant(typeof availability === 'object', `${name} is no data of the market`);
  return { form: 'field', field: found, kind, unit, availability, lookBack: NO_LOOK_BACK, span, reference: null };
}

/** Applies a built-in to operands that are known to fit. */
function call(
  name: string,
  inputs: readonly TypedExpression[],
  constants: readonly number[],
  span: Span,
): TypedExpression {
  const builtin = required(name);
  return {
    form: 'call',
    builtin,
    inputs,
    constants,
    text: null,
    height: heightOver(inputs),
    kind: resultKind(builtin.result, inputs),
    unit: RATIO,
    availability: latest(inputs),
    lookBack: reaching(deepest(inputs), builtin.lookBack?.(constants)),
    span,
    reference: null,
  };
}
