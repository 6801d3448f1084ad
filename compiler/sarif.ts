/**
 * Diagnostics as SARIF 2.1.0 (OASIS), which code-scanning services and editors read: one run, a rule for each code that
 * occurs, a result for each diagnostic. Warnings that the author has accepted are there too, as suppressed.
 */
import type { Location, Log, Region, ReportingDescriptor, Result, Fix as SarifFix } from 'sarif';
import type { Span } from '../grammar/span.ts';
import type { Compilation } from './compile.ts';
import type { AcceptedDiagnostic, Diagnostic } from './diagnostic.ts';
import { type Fix, Fixes } from './fix/fix.ts';
import { type Code, MESSAGES } from './messages.ts';
import { Texts } from './texts.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** A compilation as this needs it, or what kept a file from being compiled. */
export type Scanned = Pick<Compilation, 'diagnostics' | 'accepted' | 'sources'> | { readonly problem: string };

/** File names are taken to be relative to where the user stands, unless they are absolute. */
export function toSarif(scanned: readonly Scanned[], version: string): Log {
  const compiled = scanned.flatMap((each) => ('problem' in each ? [] : [each]));
  const problems = scanned.flatMap((each) => ('problem' in each ? [each.problem] : []));
  const found = compiled.flatMap(({ diagnostics, accepted }) => [
    ...diagnostics,
    ...accepted.map(({ diagnostic }) => diagnostic),
  ]);
  const codes = [...new Set(found.map(({ code }) => code))].sort();
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'strat', version, rules: codes.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: problems.length === 0,
            toolExecutionNotifications: problems.map((text) => ({ level: 'error', message: { text } })),
          },
        ],
        results: compiled.flatMap((each) => resultsOf(each, codes)),
      },
    ],
  };
}

/** Those read in before codes are looked up are all codes of the message table. */
function ruleOf(id: string): ReportingDescriptor {
  const { severity, explain, wrong, right } = MESSAGES[id as Code];
  const sentence = explain.match(/^.*?[.](?=\s|$)/s)?.[0] ?? explain;
  return {
    id,
    shortDescription: { text: sentence },
    fullDescription: { text: explain },
    help: {
      text: `${explain}\n\nWrong:\n\n${wrong}\n\nRight:\n\n${right}`,
      markdown: `${explain}\n\nWrong:\n\n\`\`\`strat\n${wrong}\n\`\`\`\n\nRight:\n\n\`\`\`strat\n${right}\n\`\`\``,
    },
    defaultConfiguration: { level: severity },
  };
}

function resultsOf(
  { diagnostics, accepted, sources }: Exclude<Scanned, { problem: string }>,
  codes: string[],
): Result[] {
  const texts = new Texts(sources);
  const fixes = new Fixes(sources);
  const open = diagnostics.map((diagnostic): Result => {
    const offered = fixes.of(diagnostic).map((fix) => fixOf(fix, texts));
    return { ...resultOf(diagnostic, texts, codes), ...(offered.length > 0 && { fixes: offered }) };
  });
  const suppressed = accepted.map(
    ({ diagnostic, reason }: AcceptedDiagnostic): Result => ({
      ...resultOf(diagnostic, texts, codes),
      suppressions: [{ kind: 'inSource', justification: reason }],
    }),
  );
  return [...open, ...suppressed];
}

function resultOf(diagnostic: Diagnostic, texts: Texts, codes: readonly string[]): Result {
  const { code, severity, message, span, label, hints, related } = diagnostic;
  const under = label === null ? '' : ` (${label})`;
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: [`${message}${under}`, ...hints].join('\n') },
    locations: [locationOf(span, texts)],
    relatedLocations: related.map((place, index) => ({
      id: index + 1,
      message: { text: place.message },
      ...locationOf(place.span, texts),
    })),
  };
}

/** The edits of a fix are all in the file that is blamed. */
function fixOf({ title, edits }: Fix, texts: Texts): SarifFix {
  const replacements = edits.map(({ span, text }) => ({
    deletedRegion: regionOf(span, texts),
    insertedContent: { text },
  }));
  const artifactLocation = { uri: uriOf(edits[0]?.span.file ?? '') };
  return { description: { text: title }, artifactChanges: [{ artifactLocation, replacements }] };
}

function locationOf(span: Span, texts: Texts): Location {
  return { physicalLocation: { artifactLocation: { uri: uriOf(span.file) }, region: regionOf(span, texts) } };
}

function uriOf(file: string): string {
  const path = file.split(/[\\/]/).map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${path}` : path;
}

/** Lines and columns count from 1; an end column is that of the first character behind. */
function regionOf(span: Span, texts: Texts): Region {
  const start = texts.positionOf(span, 'start');
  const end = texts.positionOf(span, 'end');
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}
