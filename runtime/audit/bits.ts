/** How far apart two numbers are, counted in representable numbers between them (units in the last place). */

const view = new DataView(new ArrayBuffer(8));

/** Whole numbers in the order of the doubles they stand for; −0 comes just before 0. */
function place64(value: number): bigint {
  view.setFloat64(0, value);
  const bits = view.getBigInt64(0);
  return bits < 0n ? -(bits & 0x7fff_ffff_ffff_ffffn) - 1n : bits;
}

function place32(value: number): bigint {
  view.setFloat32(0, value);
  const bits = view.getInt32(0);
  return BigInt(bits < 0 ? -(bits & 0x7fff_ffff) - 1 : bits);
}

/** `single`: both are float32 numbers, and steps of those are counted. Infinity when just one is missing. */
export function bitDistance(a: number, b: number, single = false): number {
  if (Object.is(a, b)) return 0;
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.POSITIVE_INFINITY;
  const place = single ? place32 : place64;
  const apart = place(a) - place(b);
  return Number(apart < 0n ? -apart : apart);
}
