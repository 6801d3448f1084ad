/** Files, `use`, `extends`, `include`, `no …`, params and what may stand twice. */
import type { BlockType } from '../../grammar/tree.ts';
import { dropLine, replacePart, spelled, use } from '../fix/remedy.ts';
import { define, didYouMean, list, quote } from './message.ts';

interface Nearest {
  readonly nearest: string | null;
}

export const STRUCTURE = {
  'unknown-library': define<{ path: string } & Nearest>({
    severity: 'error',
    message: ({ path }) => `there is no library ${quote(path)}`,
    label: () => 'not found',
    hints: ({ path, nearest }) => [
      didYouMean(nearest),
      path.startsWith('std.')
        ? 'the standard library has std.features.…, std.universe.… and std.costs.…'
        : `it is looked for as ${path.replaceAll('.', '/')}.strat beside this file, then from the project's root, the nearest folder with a package.json or .git`,
    ],
    remedies: ({ path, nearest }) => [nearest === null ? null : replacePart(path, nearest)],
    explain:
      'A `use` line names a file: `std.…` is the library that comes with the language, anything else is a file of yours, beside the one that uses it or in the project’s root: the nearest folder, its own or one above, that holds a package.json or a .git. Dots stand for folders and the ending `.strat` is left out.',
    wrong: 'use std.feature.core14',
    right: 'use std.features.core14',
  }),
  'outside-project': define<{ outside: string; project: string }>({
    severity: 'error',
    message: () => 'this library lies outside of the project',
    label: ({ outside }) => `a link to ${outside}`,
    hints: ({ project }) => [
      `a strategy may use files below ${project}, and what comes with the language as \`std.…\``,
      'copy the library into the project',
    ],
    explain:
      'A strategy may come from somebody else, so checking it reads no more than its project: the nearest folder above it that holds a package.json or a .git, or else its own folder. A link that leads out of there is not followed.',
    wrong: 'use shared.features   # a link to another place of this machine',
    right: 'use shared.features   # a file of the project',
  }),
  'unreadable-library': define<{ path: string; reason: string }>({
    severity: 'error',
    message: ({ path }) => `the library ${quote(path)} could not be read`,
    label: ({ reason }) => reason,
    explain: 'The file is there, and the system would not let it be read: for want of a permission, for instance.',
    wrong: 'use desk.features   # which only its owner may read',
    right: 'use desk.features   # after `chmod a+r desk/features.strat`',
  }),
  'use-cycle': define<{ chain: readonly string[] }>({
    severity: 'error',
    message: () => 'these files use each other in a circle',
    label: ({ chain }) => chain.join(' → '),
    hints: () => ['move what both need into a third file, and let both use that one'],
    explain:
      'A file may use another only if that one does not use it in turn, directly or through others: there would be no order in which to read them.',
    wrong: '# a.strat\nuse b\n\n# b.strat\nuse a',
    right: '# a.strat\nuse shared\n\n# b.strat\nuse shared',
  }),
  'no-strategy': define<Record<string, never>>({
    severity: 'error',
    message: () => 'this file declares no strategy, so there is nothing to plan',
    hints: () => ['a strategy begins with `strategy my_name {`; a library is checked through a strategy that uses it'],
    explain:
      'A file is planned through a strategy in it. Named blocks (`features core14 { … }`) and members alone are a library: useful to others, but not a plan.',
    wrong: 'features mine {\n  ret_1d = returns(close, 1d)\n}',
    right: 'strategy mine extends base {\n  features { ret_1d = returns(close, 1d) }\n}',
  }),
  'several-strategies': define<{ names: readonly string[] }>({
    severity: 'error',
    message: ({ names }) => `this file declares ${names.length} strategies; say which one is meant`,
    label: () => 'another one',
    hints: ({ names }) => [
      `add ${list(
        names.map((name) => quote(`--strategy ${name}`)),
        'or',
      )}`,
    ],
    explain: 'A file may hold a family of strategies. One run, check or plan is about one of them.',
    wrong: 'strat check family.strat',
    right: 'strat check family.strat --strategy s1_unfiltered',
  }),
  'unknown-strategy': define<{ name: string; names: readonly string[] } & Nearest>({
    severity: 'error',
    message: ({ name }) => `this file has no strategy ${quote(name)}`,
    hints: ({ nearest, names }) => [
      didYouMean(nearest),
      names.length > 0 ? `it declares ${list(names.map(quote))}` : 'it declares no strategy at all',
    ],
    explain: '`--strategy` picks one of the strategies that the file itself declares.',
    wrong: 'strat check family.strat --strategy s1_unfilterd',
    right: 'strat check family.strat --strategy s1_unfiltered',
  }),
  'unknown-parent': define<{ name: string; library: string | null } & Nearest>({
    severity: 'error',
    message: ({ name }) => `there is no strategy ${quote(name)} to extend`,
    label: () => 'not declared here or in a file this one uses',
    hints: ({ nearest, name, library }) => [
      didYouMean(nearest),
      nearest === null ? `if it is declared in ${name}.strat, begin this file with \`use ${library ?? name}\`` : null,
    ],
    remedies: ({ name, nearest }) => [spelled(name, nearest)],
    explain: 'A strategy can extend one of its own file, or of a file named in a `use` line at the top.',
    wrong: 'strategy s1 extends s2_filter_negative {\n}',
    right: 'use s2_filter_negative\n\nstrategy s1 extends s2_filter_negative {\n}',
  }),
  'extends-cycle': define<{ chain: readonly string[] }>({
    severity: 'error',
    message: () => 'these strategies extend each other in a circle',
    label: ({ chain }) => chain.join(' → '),
    hints: () => ['one of them has to say everything itself'],
    explain: 'A variant says only what differs from its parent. Somewhere up the chain a strategy has to say it all.',
    wrong: 'strategy a extends b { }\nstrategy b extends a { }',
    right: 'strategy a { … }\nstrategy b extends a { }',
  }),
  'unknown-fragment': define<{ type: BlockType; name: string; library: string | null } & Nearest>({
    severity: 'error',
    message: ({ type, name }) => `there is no ${type} block called ${quote(name)} to include`,
    label: () => 'not declared here or in a file this one uses',
    hints: ({ nearest, type, name }) => [
      didYouMean(nearest),
      nearest === null && (type === 'features' || type === 'costs')
        ? `if it is in the standard library, begin this file with \`use std.${type}.${name}\``
        : null,
    ],
    remedies: ({ name, nearest, library }) => [spelled(name, nearest), library === null ? null : use(library)],
    explain:
      '`include` reads the settings of a named block of the same type as if they stood here. The block is declared at the top of this file or of a file that it uses.',
    wrong: 'features {\n  include core41\n}',
    right: 'use std.features.core14\n…\nfeatures {\n  include core14\n}',
  }),
  'wrong-fragment': define<{ name: string; found: string; expected: string }>({
    severity: 'error',
    message: ({ name, found, expected }) =>
      `${quote(name)} is a ${found} block and cannot be included in ${quote(expected)}`,
    label: ({ found }) => `a ${found} block`,
    hints: ({ found }) => [`include it in \`${found} { … }\``],
    explain: 'A block includes named blocks of its own type only.',
    wrong: 'costs {\n  include core14\n}',
    right: 'costs {\n  include us_large_cap\n}',
  }),
  'include-cycle': define<{ chain: readonly string[] }>({
    severity: 'error',
    message: () => 'these blocks include each other in a circle',
    label: ({ chain }) => chain.join(' → '),
    hints: () => ['move what both need into a third block, and let both include that one'],
    explain: 'A named block may include others, but never, through them, itself.',
    wrong: 'features a { include b }\nfeatures b { include a }',
    right: 'features a { include common }\nfeatures b { include common }',
  }),
  'included-twice': define<{ names: readonly string[]; fragment: string; again: boolean }>({
    severity: 'error',
    message: ({ names, fragment, again }) =>
      again
        ? `${quote(fragment)} is included twice`
        : `${quote(fragment)} brings ${named(names)}, which another include has brought`,
    label: ({ names, again }) => (again ? 'included before' : `brings ${named(names)} a second time`),
    hints: ({ names, again }) => [
      again
        ? 'keep one of them'
        : `say ${names.length === 1 ? named(names) : 'them'} here yourself; what is written in the block replaces both`,
    ],
    remedies: ({ again }) => [again ? dropLine({ safe: true }) : null],
    explain:
      'What you write yourself replaces what an include brings. Two includes that bring the same name are equals, so neither can be meant to win.',
    wrong: 'features {\n  include core14\n  include momentum    # also has ret_1d\n}',
    right: 'features {\n  include core14\n  include momentum\n  ret_1d = returns(close, 1d)\n}',
  }),
  'nothing-to-remove': define<{ key: string } & Nearest>({
    severity: 'error',
    message: ({ key }) => `there is no ${quote(key)} here to take away`,
    label: () => 'nothing inherited or included has this name',
    hints: ({ nearest }) => [didYouMean(nearest), nearest === null ? 'drop the line' : null],
    remedies: ({ key, nearest }) => [spelled(key, nearest), nearest === null ? dropLine({ safe: true }) : null],
    explain:
      '`no KEY` takes back a setting or a feature that `extends` or an `include` above it brought. If nothing brought it, the line does nothing, and is most likely a slip.',
    wrong: 'portfolio { no shrot }',
    right: 'portfolio { no short }',
  }),
  'duplicate-block': define<{ type: string }>({
    severity: 'error',
    message: ({ type }) => `the strategy has a second ${quote(type)} block`,
    label: () => 'opened again',
    hints: ({ type }) => [
      'put all of its settings into one block',
      type.startsWith('portfolio') ? 'a second portfolio has another name, and each of them a `share`' : null,
    ],
    explain:
      'Each block stands once in a strategy, so that a reader finds all of it in one place. Of portfolios there may be several, told apart by their names.',
    wrong: 'costs { spread 5 bps }\ncosts { borrow 50 bps per year }',
    right: 'costs {\n  spread  5 bps\n  borrow  50 bps per year\n}',
  }),
  'duplicate-setting': define<{ key: string; block: string }>({
    severity: 'error',
    message: ({ key, block }) => `${quote(key)} is said twice in ${quote(block)}`,
    label: () => 'said again',
    hints: () => ['keep one of them'],
    remedies: () => [dropLine()],
    explain:
      'A setting has one value. To replace one that is inherited or included, say it once in your own block; only `require` and `stop when` may stand several times.',
    wrong: 'costs {\n  spread  5 bps\n  spread  3 bps\n}',
    right: 'costs {\n  spread  3 bps\n}',
  }),
  'duplicate-name': define<{ name: string }>({
    severity: 'error',
    message: ({ name }) => `${quote(name)} is already the name of something else`,
    label: () => 'named again',
    hints: () => ['give one of them another name'],
    explain: 'Within a strategy a name means one thing: params, definitions, features and the label share their names.',
    wrong: 'param k = 38\nk = mean(close, 20d)',
    right: 'param k = 38\naverage = mean(close, 20d)',
  }),
  'ambiguous-name': define<{ name: string; files: readonly string[] }>({
    severity: 'error',
    message: ({ name }) => `${quote(name)} could be one of several: more than one used file declares it`,
    label: ({ files }) => `in ${list(files)}`,
    hints: ({ name }) => [`drop the \`use\` you do not need, or declare \`${name}\` in this file`],
    explain: 'When two used files declare the same name, the language does not guess which one is meant.',
    wrong: 'use momentum    # declares trend\nuse carry       # declares trend too',
    right: 'use momentum',
  }),
  'several-labels': define<Record<string, never>>({
    severity: 'error',
    message: () => 'a strategy learns one label, and this is the second',
    label: () => 'the second label',
    hints: () => ['keep the one that the model should predict'],
    remedies: () => [dropLine()],
    explain:
      'The label is what the model is trained to predict. There is one, and the loss compares the predictions with it. A variant that declares a label replaces its parent’s.',
    wrong: 'label tomorrow  = forward_return(close, 1d)\nlabel next_week = forward_return(close, 5d)',
    right: 'label tomorrow = forward_return(close, 1d)',
  }),
  'unknown-param': define<{ name: string; known: readonly string[] } & Nearest>({
    severity: 'error',
    message: ({ name }) => `the strategy has no param ${quote(name)} to set`,
    label: () => 'no such param',
    hints: ({ nearest, known }) => [
      didYouMean(nearest),
      known.length > 0
        ? `its ${known.length === 1 ? 'only param is' : 'params are'} ${list(known.map(quote))}`
        : 'it declares none; `param k = 38 in 5 .. 100` in the strategy makes one',
    ],
    explain: '`--set name=value` gives a declared param another value for this run; everything else stays as written.',
    wrong: 'strat check s2.strat --set kk=20',
    right: 'strat check s2.strat --set k=20',
  }),
  'bad-set-value': define<{ name: string; text: string }>({
    severity: 'error',
    message: ({ name, text }) => `${quote(text)} is not a number that ${quote(name)} could be set to`,
    label: () => 'not a number',
    hints: () => ['write a number as the file would: 20, 0.15, 20%, 5 bps, 90d'],
    explain: '`--set` takes a number, with its unit where the param has one.',
    wrong: 'strat check s2.strat --set k=many',
    right: 'strat check s2.strat --set k=20',
  }),
  'param-unit': define<{ name: string; found: string; expected: string; example: string }>({
    severity: 'error',
    message: ({ name, found, expected }) => `${quote(name)} is ${expected}, and this is ${found}`,
    label: ({ found }) => found,
    hints: ({ example }) => [`write it in the same unit as the param's own value, ${quote(example)}`],
    explain: 'The value, both bounds and every `--set` of a param have one unit: that of the value in the file.',
    wrong: 'param gross = 65% in 0 .. 5 bps per year',
    right: 'param gross = 65% in 0% .. 100%',
  }),
  'param-out-of-bounds': define<{ name: string; value: string; from: string; to: string }>({
    severity: 'error',
    message: ({ name, value, from, to }) => `${quote(name)} must lie in ${from} .. ${to}, and ${value} does not`,
    label: () => 'outside of the bounds',
    hints: () => ['choose a value inside, or widen the bounds where the param is declared'],
    explain:
      'The bounds of a param say which values its author considers sensible. Both ends are included. They hold for the value in the file and for every `--set`.',
    wrong: 'param k = 38 in 50 .. 100',
    right: 'param k = 38 in 5 .. 100',
  }),
} as const;

const MOST_NAMED = 3;

/** The first few of them. */
function named(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return more > 0 ? `${names.slice(0, MOST_NAMED).map(quote).join(', ')} and ${more} more` : list(names.map(quote));
}
