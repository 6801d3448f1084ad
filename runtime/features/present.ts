/** Neither NaN nor infinite: no model can take either. Inlined by the compiler where `Number.isFinite` may be a call. */
export function isPresent(value: number): boolean {
  return value - value === 0;
}
