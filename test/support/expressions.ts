/** Expression graphs by hand, for tests of what runs them. Kinds are given or the widest of the inputs. */
import type { ExpressionNode, NodeId } from '../../compiler/plan.ts';
import type { Kind } from '../../stdlib/types.ts';

const WIDTH: readonly Kind[] = ['scalar', 'series', 'panel'];

export class Graph {
  readonly nodes: Record<NodeId, ExpressionNode> = {};

  field(name: string, kind: Kind = 'panel'): NodeId {
    return this.#put(name, { op: 'field', name, kind, inputs: [], constants: [], sessions: 0 });
  }

  constant(value: number): NodeId {
    return this.#put(`#${value}`, {
      op: 'constant',
      name: null,
      kind: 'scalar',
      inputs: [],
      constants: [value],
      sessions: 0,
    });
  }

  /** `sessions` is what it reaches back in all. */
  call(op: string, inputs: readonly NodeId[], constants: readonly number[] = [], kind?: Kind, sessions = 0): NodeId {
    const widest = Math.max(...inputs.map((id) => WIDTH.indexOf(this.nodes[id]!.kind)));
    const id = `${op}(${[...inputs, ...constants].join(', ')})`;
    return this.#put(id, { op, name: null, kind: kind ?? WIDTH[widest]!, inputs, constants, sessions });
  }

  #put(id: NodeId, node: Pick<ExpressionNode, 'op' | 'name' | 'kind' | 'inputs' | 'constants'> & { sessions: number }) {
    const { sessions, ...rest } = node;
    this.nodes[id] = {
      ...rest,
      id,
      version: 1,
      fittedOn: [],
      unit: { usd: 0, share: 0, session: 0, year: 0 },
      availability: 'always',
      lookBack: { sessions, recursive: false },
    };
    return id;
  }
}
