/**
 * Working memory of kernels: one buffer per place of use, grown on demand and kept, so that nothing is allocated per
 * element or per stock. It makes kernels **non-reentrant**: none may call another that uses the same buffer, and
 * parallel work belongs in separate workers, each of which has modules, and so buffers, of its own.
 */
export class Scratch {
  #buffer: Float64Array = new Float64Array(0);
  #view: Float64Array = this.#buffer;

  /** At least `length` numbers, with whatever was in them. */
  atLeast(length: number): Float64Array {
    if (this.#buffer.length < length) this.#buffer = new Float64Array(length * 2);
    return this.#buffer;
  }

  /** Exactly `length` numbers, with whatever was in them: a column that can be handed to another kernel. */
  column(length: number): Float64Array {
    if (this.#view.length !== length) this.#view = this.atLeast(length).subarray(0, length);
    return this.#view;
  }
}
