/**
 * Purge and embargo: the sessions around a judged window that nothing is learnt from, so that no example shares a
 * price with what it is judged by. Both follow from the label, the features and the model's window; an author may ask
 * for more. What leaks, and the formulas: docs/decisions/purge-and-embargo.md.
 */
import { MOST_SESSIONS } from '../../../stdlib/define.ts';
import type { RelatedSpan } from '../../diagnostic.ts';
import type { ExpandedBlock } from '../../load/expanded.ts';
import type { Gaps } from '../../plan.ts';
import type { CheckedFeatures, CheckedLabel, CheckedModel } from '../checked.ts';
import { BlockReader, type CheckContext, type SettingReader } from '../settings.ts';

/** What they are derived from, in sessions. */
export interface Reach {
  /** Until the label of a session is known. */
  readonly horizon: number;
  /** How far the deepest feature reaches back. */
  readonly features: number;
  /** How far the model's window reaches back beyond the session itself. */
  readonly window: number;
}

/** The least that leaves no price in common. */
export function deriveGaps({ horizon, features, window }: Reach): Gaps {
  return { purge: horizon, embargo: horizon + features + window };
}

export function checkGaps(
  block: ExpandedBlock | null,
  features: CheckedFeatures | null,
  label: CheckedLabel | null,
  model: CheckedModel | null,
  context: CheckContext,
): Gaps | null {
  const reader = new BlockReader('split', block, context);
  const [purge, embargo] = (['purge', 'embargo'] as const).map((key) => readGap(reader.find(key)));
  if (features === null || label === null || model === null) return null;
  const deepest = features.features.reduce((most, { value }) => Math.max(most, value.lookBack.sessions), 0);
  const reach = { horizon: label.horizon, features: deepest, window: model.window - 1 };
  const least = deriveGaps(reach);
  if (purge != null && purge.sessions < least.purge) {
    const facts = { asked: purge.sessions, least: least.purge, label: label.name };
    context.diagnostics.report('purge-too-small', purge.span, facts, { related: declared(label, context) });
  }
  if (embargo != null && embargo.sessions < least.embargo) {
    const facts = { asked: embargo.sessions, least: least.embargo, ...reach };
    const related = [...declared(label, context), ...windowOf(context)];
    context.diagnostics.report('embargo-too-small', embargo.span, facts, { related });
  }
  return {
    purge: Math.max(least.purge, purge?.sessions ?? 0),
    embargo: Math.max(least.embargo, embargo?.sessions ?? 0),
  };
}

function readGap(setting: SettingReader | null) {
  if (setting === null) return null;
  const wanted = { role: 'sessions', min: 0, max: MOST_SESSIONS } as const;
  const sessions = setting.number('sessions', `split.${setting.key}`, wanted);
  if (sessions === null) return null;
  return { sessions, span: setting.spanOf('sessions') };
}

function declared({ value }: CheckedLabel, { origins }: CheckContext): readonly RelatedSpan[] {
  const span = origins.get('label')?.span ?? value.span;
  return [{ span, message: 'the label is declared here' }];
}

function windowOf({ origins }: CheckContext): readonly RelatedSpan[] {
  const span = origins.get('model.window')?.span;
  return span == null ? [] : [{ span, message: 'the model sees these sessions' }];
}
