/** Values of a plan in words: as one would write them, with the units that the plan leaves to the path. */
import type { Availability, Facets, Unit } from '../../stdlib/types.ts';
import { describeUnit, USD } from '../../stdlib/units.ts';
import { describeInstant } from '../expression/instants.ts';
import { BARE, isBare, PER_YEAR, RATIO, SESSIONS } from '../expression/units.ts';
import { formatNumber, formula } from '../formula.ts';
import { plural } from '../messages/message.ts';
import { formatRatio, plain } from '../numbers.ts';
import type { NodeId, Plan } from '../plan.ts';
import { takeText } from '../planPortfolioTexts.ts';
import { membersText } from '../planUniverse.ts';
import type { PlanValue } from './values.ts';

/** Units of numbers in the specs; those of expressions are facets of their nodes. */
const UNITS: readonly (readonly [pattern: RegExp, unit: Unit])[] = [
  [/^risk\.limits\.(?:names|correlation\.most|beta\.most)$/, BARE],
  [/^model\.dropout$|\.gross$|\.(?:share|drift|cap)$|^risk\.limits\.(?!.*\.window$)|\.participation\.most$/, RATIO],
  [/^costs\.(?:borrow|financing|cash)$|\.perYear$/, PER_YEAR],
  [/\.window$|\.over$|^split\.(?:purge|embargo)$|\.horizon$/, SESSIONS],
  [/^paper\.capital$|\.minimumCommission$/, USD],
];

/** `names`: expressions that have one, such as features, whose name is written in their place. */
export function valueText(
  { path, content }: Pick<PlanValue, 'path' | 'content'>,
  { expressions }: Pick<Plan, 'expressions'>,
  names: ReadonlyMap<NodeId, string> = new Map(),
): string {
  switch (content.kind) {
    case 'plain':
      return plainText(path, content.value);
    case 'range':
      return `${content.from} .. ${content.to}`;
    case 'members':
      return membersText(content.members, { index: (name) => `members of ${name}`, list: (all) => all.join(', ') });
    case 'time':
      return `${[content.hour, content.minute].map((part) => String(part).padStart(2, '0')).join(':')} ${content.zone}`;
    case 'take':
      return takeText(content.take, { ratio: formatRatio, plain });
    case 'expression':
      return formula(content.node, expressions, names);
    case 'stop': {
      const { left, comparison, right, resumeAfter, resumeWhen } = content.stop;
      const condition = `${formula(left, expressions, names)} ${comparison} ${formula(right, expressions, names)}`;
      if (resumeAfter === null) return condition;
      const once = resumeWhen === null ? '' : ` once ${formula(resumeWhen, expressions, names)}`;
      return `${condition}, resumed after ${plural(resumeAfter, 'session')}${once}`;
    }
  }
}

function plainText(path: string, value: number | string | boolean | null): string {
  if (value === null) return 'none';
  if (typeof value !== 'number') return String(value);
  const unit = UNITS.find(([pattern]) => pattern.test(path))?.[1] ?? BARE;
  return formatNumber(value, unit);
}

/** `panel USD/share`; the unit is left out where there is none. */
export function kindText({ kind, unit }: Pick<Facets, 'kind' | 'unit'>): string {
  const hasUnit = (kind === 'panel' || kind === 'series' || kind === 'scalar' || kind === 'label') && !isBare(unit);
  return hasUnit ? `${kind} ${describeUnit(unit)}` : kind;
}

/** `close of t`; empty for what does not depend on data. */
export function knownText(availability: Availability): string {
  return availability === 'always' ? '' : describeInstant(availability).replace(/^at the /, '');
}

/** `20d`; with a sign when everything before counts too, ever less. */
export function reachText({ lookBack: { sessions, recursive } }: Facets): string {
  if (sessions === 0 && !recursive) return '';
  return recursive ? `${sessions}d+` : `${sessions}d`;
}
