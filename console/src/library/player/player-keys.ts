/** The keys of the player: which press does what. */

export type PlayerDeed =
  | { readonly do: 'toggle' | 'mute' | 'fullScreen' | 'keys' | 'nextChapter' | 'previousChapter' }
  | { readonly do: 'by'; readonly ms: number }
  | { readonly do: 'toShare'; readonly share: number }
  | { readonly do: 'faster' | 'slower' | 'usualRate' };

/** What is asked of a keyboard event; the DOM's own fits. */
type Press = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
};

const deeds: Readonly<Record<string, PlayerDeed>> = {
  ' ': { do: 'toggle' },
  k: { do: 'toggle' },
  j: { do: 'by', ms: -10_000 },
  l: { do: 'by', ms: 10_000 },
  ArrowLeft: { do: 'by', ms: -5_000 },
  ArrowRight: { do: 'by', ms: 5_000 },
  ',': { do: 'by', ms: -100 },
  '.': { do: 'by', ms: 100 },
  PageUp: { do: 'by', ms: 60_000 },
  PageDown: { do: 'by', ms: -60_000 },
  Home: { do: 'toShare', share: 0 },
  End: { do: 'toShare', share: 1 },
  m: { do: 'mute' },
  f: { do: 'fullScreen' },
  '[': { do: 'slower' },
  ']': { do: 'faster' },
  '=': { do: 'usualRate' },
  c: { do: 'nextChapter' },
  C: { do: 'previousChapter' },
  '?': { do: 'keys' },
};
/** Without the time line in focus these belong to the page, which scrolls by them. */
const onTimeLineAlone: ReadonlySet<string> = new Set(['PageUp', 'PageDown', 'Home', 'End']);

/**
 * `at`: what has the focus. Where one writes, nothing is a key of the player; on a button or a link, space is that one's; a list, a menu or a
 * switch keeps its arrows.
 */
export function deedOf(press: Press, at: 'page' | 'timeLine' | 'button' | 'choice' | 'field'): PlayerDeed | undefined {
  const { key, ctrlKey, metaKey, altKey } = press;
  if (ctrlKey || metaKey || altKey || at === 'field') return undefined;
  if ((at === 'button' || at === 'choice') && key === ' ') return undefined;
  if (at === 'choice' && (key.startsWith('Arrow') || key.length === 1)) return undefined;
  if (onTimeLineAlone.has(key) && at !== 'timeLine') return undefined;
  if (at === 'timeLine' && (key === 'ArrowUp' || key === 'ArrowDown')) return { do: 'by', ms: key === 'ArrowUp' ? 5_000 : -5_000 };
  if (/^\d$/.test(key)) return { do: 'toShare', share: Number(key) / 10 };
  return deeds[key] ?? (key === key.toUpperCase() ? deeds[key.toLowerCase()] : undefined);
}

/** As they are shown; in the order in which one needs them. */
export const keyWords: readonly (readonly [keys: readonly string[], words: string])[] = [
  [['Space', 'K'], 'Play or pause'],
  [['J', 'L'], '10 seconds back or on'],
  [['←', '→'], '5 seconds back or on'],
  [[',', '.'], 'A tenth of a second back or on'],
  [['0', '…', '9'], 'To that tenth of it'],
  [['C', 'Shift+C'], 'Next chapter, previous chapter'],
  [['[', ']'], 'Slower, faster'],
  [['='], 'Usual speed'],
  [['M'], 'Sound off or on'],
  [['E'], 'Correct what is said now'],
  [['F'], 'Film on the whole screen'],
  [['?'], 'These keys'],
];
