/** Whether something can be drawn here, and in which colours. */

/** A terminal that redraws lines: neither a pipe, nor one that says it is dumb, nor a build server that keeps a log. */
export function drawsScreens({ stdout, env }: Pick<NodeJS.Process, 'stdout' | 'env'> = process): boolean {
  const isCi = env.CI !== undefined && env.CI !== '' && env.CI !== 'false' && env.CI !== '0';
  return stdout.isTTY === true && env.TERM !== 'dumb' && !isCi;
}

/** … on which somebody can press keys besides. */
export function hearsKeys(its: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'env'> = process): boolean {
  return drawsScreens(its) && its.stdin.isTTY === true;
}

/** Before Ink is loaded, whose colours know `FORCE_COLOR` alone. https://no-color.org */
export function heedNoColor(env: NodeJS.ProcessEnv = process.env): void {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') env.FORCE_COLOR = '0';
}
